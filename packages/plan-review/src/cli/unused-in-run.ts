import type { UnusedAcceptance } from '../acceptance/unused-acceptance';
import { byDanger, isQuiet } from '../note/several-stacks';
import type { Review } from '../review';
import type { ReviewedFile } from './formats';

/**
 * Keeps the acceptances that no stack of a run uses, each in one review: an acceptance in a .tf file is not used by other stacks.
 * Prefers a review whose dangers the acceptance probably means, and otherwise a review that every format shows.
 */
export function unusedInRun(all: readonly ReviewedFile[]): readonly ReviewedFile[] {
  const reviews = all.map(({ review }) => review);
  const loud = byDanger(reviews.filter((one) => !isQuiet(one)));
  const shown = loud.length > 0 ? loud : reviews;
  const isUnused = ({ place }: UnusedAcceptance) =>
    reviews.every(({ unused }) => unused.some((one) => one.place === place));
  const isMeantIn = ({ place }: UnusedAcceptance, { unused }: Review) =>
    unused.some((one) => one.place === place && one.intended.length + one.elsewhere.length > 0);
  const reviewOf = (one: UnusedAcceptance) => shown.find((review) => isMeantIn(one, review)) ?? shown[0];
  return all.map(({ review, ...rest }) => ({
    ...rest,
    review: { ...review, unused: review.unused.filter((one) => isUnused(one) && review === reviewOf(one)) },
  }));
}
