import { counted, joined, type Phrase, words } from '../phrase';
import type { Review } from '../review';
import { describeRemovals, describeUnjudged } from '../unjudged-changes';

/** Title of the section about changes that no rule has judged. */
export const unjudgedTitle = 'Not judged: review these yourself';

/** Counts the changes and actions that no rule has judged. Returns an empty phrase if every change was judged. */
export function countUnjudged({ unjudged, invoked, deferred }: Review, shown?: ReadonlySet<string>): Phrase {
  return joined([
    ...describeUnjudged(unjudged, shown),
    ...(invoked.length > 0 ? [words(counted(invoked.length, 'provider action'))] : []),
    ...(deferred.length > 0 ? [words(counted(deferred.length, 'deferred resource'))] : []),
  ]);
}

/**
 * Counts, in the first line, changes and actions that no rule has judged, and then describes unjudged deletions and replacements. Returns
 * an empty list if every change was judged.
 */
export function formatUnjudged(review: Review): readonly Phrase[] {
  return [countUnjudged(review), ...describeRemovals(review.unjudged)].filter(({ length }) => length > 0);
}
