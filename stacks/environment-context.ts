import { environmentContext } from '@himeshima/constructs';
import type { Environment } from '../config/environment';
import { names, tagsOf } from '../config/names';

export const { environmentOf, provideEnvironment } = environmentContext<Environment>({ names, tagsOf });
