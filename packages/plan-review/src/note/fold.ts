import type { ChangedResource } from '../changes/describe-change';
import { memoizeByObject } from '../memoize';
import { isStateful } from '../plan/stored-data';
import type { Review } from '../review';

/** How a resource is shown: directly, in a collapsed section, or only by address. */
export type Visibility = 'open' | 'folded' | 'address';

/** Rendered lines of one resource, or of several resources with identical changes. */
export interface WrittenChange {
  /** First of the resources. */
  readonly resource: ChangedResource;
  /** Number of resources. */
  readonly count: number;
  readonly lines: readonly string[];
}

/** Number of characters to fold, and number of characters to omit. */
export interface TooMany {
  readonly toFold: number;
  readonly toLeaveOut: number;
}

/** Levels of importance of resources in the note, lowest first. */
const ranks = ['creates or reads', 'changes', 'contains data or is deleted', 'is in danger'] as const;

function rankOf(review: Review, { address, action, lines, afterApply }: ChangedResource): number {
  if (dangerous(review).has(address)) return ranks.indexOf('is in danger');
  if (isStateful(typeIn(address)) || action === 'replace' || action === 'delete')
    return ranks.indexOf('contains data or is deleted');
  if (action === 'create' || action === 'read') return ranks.indexOf('creates or reads');
  return ranks.indexOf(lines.length + afterApply.length > 0 ? 'changes' : 'creates or reads');
}

const dangerous = memoizeByObject(({ dangers }: Review) => new Set(dangers.map(({ address }) => address)));

/** Returns the resource type in an address: `aws_sqs_queue` in `module.a["x"].aws_sqs_queue.jobs[0]`. */
const typeIn = (address: string) => /([^.[\]"]+)\.[^.[\]"]+(?:\[[^[\]]*\])?$/.exec(address)?.[1] ?? '';

/**
 * Returns a function that folds resources until enough characters are folded. Starts with the least important resources and, among equally
 * important resources, with those in the least important slice. If characters must be omitted, lists the least important resources only by
 * address. The function returns how each folded or omitted resource is shown, and the total number of their characters.
 */
export function folding(review: Review, slices: readonly (readonly WrittenChange[])[]) {
  const ranked = slices
    // the last resources come first, because the first resources of equal importance should stay open
    .map((slice) => slice.map((written) => ({ written, rank: rankOf(review, written.resource) })).reverse())
    .sort((a, b) => highest(a) - highest(b))
    .flat();
  const leastImportantFirst = ranks.flatMap((_, rank) =>
    ranked.flatMap((one) =>
      one.rank === rank ? [{ resource: one.written.resource, length: lengthOf(one.written.lines) }] : [],
    ),
  );
  return ({ toFold, toLeaveOut }: TooMany) => {
    const shown = new Map<ChangedResource, Exclude<Visibility, 'open'>>();
    let away = 0;
    for (const { resource, length } of leastImportantFirst) {
      if (away >= Math.max(toFold, toLeaveOut)) break;
      shown.set(resource, away < toLeaveOut ? 'address' : 'folded');
      away += length;
    }
    return { shown, away };
  };
}

/** Maximum number of lines of a section that is never folded. */
const openAtMost = 5;

/**
 * Selects the sections to fold, in the given order, until enough characters are folded. Short sections are never folded.
 * @returns the sections to fold, and the number of characters that remain to be folded
 */
export function sectionsFolded<Section extends { readonly lines: readonly string[] }>(
  sections: readonly Section[],
  toFold: number,
): { readonly those: ReadonlySet<Section>; readonly left: number } {
  const those = new Set<Section>();
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
