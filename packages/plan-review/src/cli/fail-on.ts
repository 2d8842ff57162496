import { counted } from '../phrase';
import type { Review } from '../review';

/** Conditions for `--fail-on`. Each condition returns the reasons to fail. */
export const failures: Readonly<Record<string, (reviews: readonly Review[]) => readonly string[]>> = {
  danger: (reviews) => [
    ...some(reviews.flatMap(({ dangers }) => dangers).length, 'danger'),
    ...some(reviews.filter(isBroken).length, 'plan', ' cannot be applied'),
  ],
  finding: (reviews) => [
    ...some(reviews.flatMap(({ findings }) => findings.added).length, 'new finding'),
    ...some(reviews.filter(isBroken).length, 'plan', ' cannot be applied'),
    ...some(reviews.filter(isUnjudged).length, 'plan', ' cannot be judged'),
  ],
  never: () => [],
};

const some = (count: number, noun: string, verb = '') => (count === 0 ? [] : [`${counted(count, noun)}${verb}`]);

const isBroken = ({ broken }: Review) => broken !== undefined;
const isUnjudged = ({ dangers }: Review) => dangers.some(({ kind }) => kind === 'cannot be judged');
