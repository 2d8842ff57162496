import type { ChangedResource } from '../changes/what-changes';
import { gathered } from '../gathered';
import { isStateful } from '../plan/stateful';
import type { Review } from '../review';

/** How a resource is shown: directly, in a fold, or only by its address. */
export type Shown = 'open' | 'folded' | 'address';

/** The lines about one resource. */
export interface Written {
  readonly resource: ChangedResource;
  readonly lines: readonly string[];
}

/** Characters to fold, and characters to leave out. */
export interface TooMany {
  readonly toFold: number;
  readonly toLeaveOut: number;
}

/** The least important first. */
const ranks = ['creates or reads', 'changes', 'holds data, or is deleted', 'is in danger'] as const;

function rankOf(review: Review, { address, action, lines, afterApply }: ChangedResource): number {
  if (dangerous(review).has(address)) return ranks.indexOf('is in danger');
  if (isStateful(typeIn(address)) || action === 'replace' || action === 'delete')
    return ranks.indexOf('holds data, or is deleted');
  return ranks.indexOf(lines.length + afterApply.length > 0 ? 'changes' : 'creates or reads');
}

const dangerous = gathered(({ dangers }: Review) => new Set(dangers.map(({ address }) => address)));

/** `aws_sqs_queue` of `module.a["x"].aws_sqs_queue.jobs[0]`. */
const typeIn = (address: string) => /([^.[\]"]+)\.[^.[\]"]+(?:\[[^[\]]*\])?$/.exec(address)?.[1] ?? '';

/**
 * Folds the least important resources until there is enough of them, of equals those of the least important slice; the least
 * of all are left out, where so many characters are too many.
 * @param slices what is written, slice by slice
 * @returns where each resource is shown that is not open, and how many characters are folded or left out by that
 */
export function folded(review: Review, slices: readonly (readonly Written[])[], { toFold, toLeaveOut }: TooMany) {
  const shown = new Map<ChangedResource, Exclude<Shown, 'open'>>();
  let away = 0;
  const ranked = slices
    .map((slice) => slice.map((written) => ({ written, rank: rankOf(review, written.resource) })))
    .sort((a, b) => highest(a) - highest(b));
  for (const [rank] of ranks.entries())
    for (const { written } of ranked.flat().filter((one) => one.rank === rank)) {
      if (away >= Math.max(toFold, toLeaveOut)) return { shown, away };
      shown.set(written.resource, away < toLeaveOut ? 'address' : 'folded');
      away += lengthOf(written.lines);
    }
  return { shown, away };
}

/** Sections with at most this many lines are not folded. */
const openAtMost = 5;

/**
 * Of sections that tell no change themselves those that are folded, before any change is: the first of them first.
 * @returns what is left to be folded, too
 */
export function sectionsFolded<Told extends { readonly lines: readonly string[] }>(
  sections: readonly Told[],
  toFold: number,
): { readonly those: ReadonlySet<Told>; readonly left: number } {
  const those = new Set<Told>();
  let left = toFold;
  for (const one of sections.filter(({ lines }) => lines.length > openAtMost)) {
    if (left <= 0) break;
    those.add(one);
    left -= lengthOf(one.lines);
  }
  return { those, left: Math.max(left, 0) };
}

const highest = (slice: readonly { readonly rank: number }[]) => Math.max(...slice.map(({ rank }) => rank));

const lengthOf = (lines: readonly string[]) => lines.reduce((sum, line) => sum + line.length + 1, 0);
