import { replacesValue } from '../changes/changed-text';
import type { ChangedResource } from '../changes/describe-change';
import type { Slice } from '../changes/slices';
import { groupBy } from '../group-by';
import { importanceOf } from '../importance';
import { counted, joined, type Phrase, words } from '../phrase';
import { typeIn } from '../plan/resource-id';
import type { Review } from '../review';
import { describeRemovals, describeUnjudged, mayHoldData, type UnjudgedChange } from '../unjudged-changes';
import { groupEqual } from './equal-changes';

/** Title of the section about changes that no rule has judged. */
export const unjudgedTitle = 'Not judged: review these yourself';

/** Section about changes that no rule has judged. */
interface UnjudgedSection<Line> {
  /** Number of changes and actions by reason. Empty if every change was judged. */
  readonly count: Phrase;
  /** Rendered changes that fit on a first screen. */
  readonly lines: readonly Line[];
  /** Descriptions of the other deletions and replacements. */
  readonly removals: readonly Phrase[];
  /** Slices without the resources that the section shows completely. */
  readonly slices: readonly Slice[];
}

/** Maximum number of changes, and of their lines, that fit on a first screen. */
const most = { changes: 8, lines: 40 } as const;

/**
 * Selects the unjudged changes to show before the other changes, if most of them are short.
 * @param render renders identical changes, with a clause to append to their title
 */
export function unjudgedSection<Line>(
  review: Review,
  render: (group: readonly ChangedResource[], clause: string) => readonly Line[],
): UnjudgedSection<Line> {
  const entries = entriesOf(review, render).toSorted((a, b) => a.rank - b.rank || a.lines.length - b.lines.length);
  let left: number = most.lines;
  const tooMany = entries.findIndex(({ lines }, at) => {
    left -= lines.length;
    return left < 0 || at === most.changes;
  });
  const first = entries.slice(0, tooMany < 0 ? entries.length : tooMany);
  // a few of many changes would look like all of them
  const fitting =
    2 * first.length < entries.length
      ? []
      : first.toSorted((a, b) => a.rank - b.rank || b.importance - a.importance || a.lines.length - b.lines.length);
  const shown = new Set(fitting.flatMap(({ addresses }) => addresses));
  return {
    count: countUnjudged(review, shown),
    lines: fitting.flatMap(({ lines }) => lines),
    removals: describeRemovals(review.unjudged.filter(({ address }) => !shown.has(address))),
    slices: review.slices.map((slice) => ({
      ...slice,
      resources: slice.resources.filter(({ address }) => !shown.has(address)),
    })),
  };
}

/** Counts the unjudged changes by reason. Changes of important attributes need no count if all of them are shown. */
const countUnjudged = ({ unjudged, invoked, deferred }: Review, shown: ReadonlySet<string>): Phrase =>
  joined([
    ...(unjudged.every(({ because, address }) => because === 'security-relevant attribute' && shown.has(address))
      ? []
      : describeUnjudged(unjudged, shown)),
    ...(invoked.length > 0 ? [words(counted(invoked.length, 'provider action'))] : []),
    ...(deferred.length > 0 ? [words(counted(deferred.length, 'deferred resource'))] : []),
  ]);

interface Entry<Line> {
  readonly addresses: readonly string[];
  readonly lines: readonly Line[];
  /** Position among the entries: deletions and replacements first, then other values, then additions, and new resources last. */
  readonly rank: number;
  /** Importance of the resource type. */
  readonly importance: number;
}

/** Renders each unjudged change, unless there are too many to show. Identical changes share an entry. */
function entriesOf<Line>(
  review: Review,
  render: (group: readonly ChangedResource[], clause: string) => readonly Line[],
): readonly Entry<Line>[] {
  const ofAddress = groupBy(review.unjudged, ({ address }) => address);
  const resources = groupBy(
    review.slices.flatMap((slice) => slice.resources),
    ({ address }) => address,
  );
  // several objects of a resource have the same address
  const isOnly = (address: string) => ofAddress.get(address)?.length === 1 && resources.get(address)?.length === 1;
  const slices = review.slices.map((slice) => ({
    ...slice,
    resources: slice.resources.filter(({ address }) => isOnly(address)),
  }));
  const groups = groupEqual(slices).flatMap((slice) => slice.groups);
  if (groups.length > 2 * most.changes) return [];
  return groups.flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return [
      {
        addresses: group.map(({ address }) => address),
        lines: render(group, aboutData(group.length, ofAddress.get(first.address))),
        rank: rankOf(first),
        importance: importanceOf(typeIn(first.address)),
      },
    ];
  });
}

/** Matches types of files in buckets, which often contain code or configuration. */
const file = /^(?:aws_s3(?:_bucket)?_object|azurerm_storage_blob|google_storage_bucket_object)$/;

function rankOf({ address, action, lines }: ChangedResource): number {
  if (action !== 'update') return action === 'create' ? 3 : file.test(typeIn(address)) ? 2 : 0;
  return lines.some(replacesValue) ? 1 : 2;
}

/** Warns about deleted or replaced objects that may hold data. */
function aboutData(count: number, [one]: readonly UnjudgedChange[] = []): string {
  if (one?.removal === undefined || !mayHoldData(one)) return '';
  return `; it is unknown whether ${count === 1 ? 'it holds' : 'they hold'} data`;
}
