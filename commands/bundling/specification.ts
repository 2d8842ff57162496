import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** The file of the REST API, from the project's folder. */
export const specificationFile = join('api', 'openapi.yaml');

/** The REST API as its file says it, for the stacks. */
export const specificationIn = (root: string): unknown => parse(readFileSync(join(root, specificationFile), 'utf8'));
