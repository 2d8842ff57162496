import { counted, joined, type Phrase, words } from '../phrase';
import type { Review } from '../review';
import { describeUnjudged } from '../unjudged-changes';

/** Describes in one line what no rule has judged; empty if everything was judged. */
export function formatUnjudged({ unjudged, invoked, deferred }: Review): readonly Phrase[] {
  const parts: Phrase[] = [
    ...describeUnjudged(unjudged),
    ...(invoked.length > 0 ? [words(counted(invoked.length, 'provider action'))] : []),
    ...(deferred.length > 0 ? [words(counted(deferred.length, 'deferred resource'))] : []),
  ];
  return parts.length === 0 ? [] : [joined(parts)];
}
