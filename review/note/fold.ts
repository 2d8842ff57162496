import type { ChangedResource } from '../changes/what-changes';
import { gathered } from '../gathered';
import { isStateful } from '../plan/stateful';
import type { Review } from '../review';

/** How much of a resource is shown: all of it, that it changes, or its address in the list alone. */
export type Shown = 'all' | 'line' | 'address';

/** One resource as it is written, with all of it and in one line. */
export interface Written {
  readonly resource: ChangedResource;
  readonly all: readonly string[];
  readonly line: string;
}

/** The least important first. */
const ranks = ['creates or reads', 'changes', 'holds data, or goes', 'is in danger'] as const;

function rankOf(review: Review, { address, action, lines, afterApply }: ChangedResource): number {
  if (dangerous(review).has(address)) return ranks.indexOf('is in danger');
  if (isStateful(typeIn(address)) || action === 'replace' || action === 'delete')
    return ranks.indexOf('holds data, or goes');
  return ranks.indexOf(lines.length + afterApply.length > 0 ? 'changes' : 'creates or reads');
}

const dangerous = gathered(({ dangers }: Review) => new Set(dangers.map(({ address }) => address)));

/** `aws_sqs_queue` of `module.a["x"].aws_sqs_queue.jobs[0]`. */
const typeIn = (address: string) => /([^.[\]"]+)\.[^.[\]"]+(?:\[[^[\]]*\])?$/.exec(address)?.[1] ?? '';

/**
 * Folds what is written until so many characters are saved: of the least important resources first what of them changes, then
 * their lines; of equals those of the least important slice.
 * @param slices what is written, slice by slice
 */
export function folded(
  review: Review,
  slices: readonly (readonly Written[])[],
  toSave: number,
): ReadonlyMap<ChangedResource, Shown> {
  const shown = new Map<ChangedResource, Shown>();
  let left = toSave;
  const ranked = slices
    .map((slice) => slice.map((written) => ({ written, rank: rankOf(review, written.resource) })))
    .sort((a, b) => highest(a) - highest(b));
  for (const [rank] of ranks.entries())
    for (const how of ['line', 'address'] as const)
      for (const { written } of ranked.flat().filter((one) => one.rank === rank)) {
        if (left <= 0) return shown;
        left -= how === 'line' ? lengthOf(written.all) - lengthOf([written.line]) : lengthOf([written.line]);
        shown.set(written.resource, how);
      }
  return shown;
}

const highest = (slice: readonly { readonly rank: number }[]) => Math.max(...slice.map(({ rank }) => rank));

const lengthOf = (lines: readonly string[]) => lines.reduce((sum, line) => sum + line.length + 1, 0);
