import type { Growth } from '@himeshima/serverless-cost';
import { whole } from './amounts';

type Knee = Growth['knees'][number];

/** What has to be raised, and how far for a million devices where we declare it ourselves. */
export const kneeInWords = ({ says, by, needed }: Pick<Knee, 'says' | 'by' | 'needed'>): string =>
  by === 'declared' ? `${says}; 1,000,000 devices need ${whole(needed)}` : says;
