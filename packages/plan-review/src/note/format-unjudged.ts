import { counted, joined, type Phrase, words } from '../phrase';
import type { Review } from '../review';
import { describeRemovals, describeUnjudged } from '../unjudged-changes';

/** Title of the section about changes that no rule has judged. */
export const unjudgedTitle = 'Not judged: review these yourself';

/**
 * Counts, in the first line, changes and actions that no rule has judged, and then describes unjudged deletions and replacements. Returns
 * an empty list if every change was judged.
 */
export function formatUnjudged({ unjudged, invoked, deferred }: Review): readonly Phrase[] {
  const parts: Phrase[] = [
    ...describeUnjudged(unjudged),
    ...(invoked.length > 0 ? [words(counted(invoked.length, 'provider action'))] : []),
    ...(deferred.length > 0 ? [words(counted(deferred.length, 'deferred resource'))] : []),
  ];
  return [...(parts.length === 0 ? [] : [joined(parts)]), ...describeRemovals(unjudged)];
}
