import type { GroupEvaluation } from './run-group';

/**
 * Merges lists of changes, recomputing the combined value at every change in any list.
 * @param make receives the latest value from each list, in order; undefined for a list without a value so far
 */
export function mergedChanges(
  lists: readonly { readonly changes: readonly GroupEvaluation[] }[],
  make: (
    now: readonly (GroupEvaluation | undefined)[],
  ) => Pick<GroupEvaluation, 'state' | 'value' | 'reason'> | undefined,
): GroupEvaluation[] {
  const events = lists.flatMap(({ changes }, list) => changes.map((change) => ({ list, change })));
  events.sort((a, b) => a.change.minute - b.change.minute);
  const now: (GroupEvaluation | undefined)[] = lists.map(() => undefined);
  const merged: GroupEvaluation[] = [];
  for (const [at, { list, change }] of events.entries()) {
    now[list] = change;
    const { minute } = change;
    if (events[at + 1]?.change.minute === minute) continue;
    const made = make(now);
    if (made && made.state !== merged.at(-1)?.state) merged.push({ ...made, minute });
  }
  return merged;
}
