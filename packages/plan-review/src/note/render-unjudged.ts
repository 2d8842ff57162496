import { replacesValue } from '../changes/changed-text';
import type { ChangedResource } from '../changes/describe-change';
import { groupBy } from '../group-by';
import { importanceOf } from '../importance';
import { typeIn } from '../plan/resource-id';
import type { Review } from '../review';
import { describeRemovals, mayHoldData, type UnjudgedChange } from '../unjudged-changes';
import { groupEqual } from './equal-changes';
import { countUnjudged } from './format-unjudged';
import { bullet, writtenGroup } from './render-changes';
import { sourceLinks } from './source-links';

/** Section about changes that no rule has judged. */
interface UnjudgedSection {
  readonly lines: readonly string[];
  /** Addresses of the changes that the section shows completely. Other sections need not repeat them. */
  readonly shown: ReadonlySet<string>;
}

/** Maximum number of changes, and of their lines, that fit on the first screen of a note. */
const most = { changes: 8, lines: 40 } as const;

/** Renders the number of unjudged changes, and then the changes themselves if most of them are short. Names the others. */
export function renderUnjudged(review: Review): UnjudgedSection {
  const entries = entriesOf(review).toSorted((a, b) => a.rank - b.rank || a.lines.length - b.lines.length);
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
  const others = review.unjudged.filter(({ address }) => !shown.has(address));
  return {
    shown,
    lines: [
      ...[countUnjudged(review, shown)].filter(({ length }) => length > 0).map((count) => bullet(count)),
      ...fitting.flatMap(({ lines }) => lines),
      ...describeRemovals(others).map((removal) => bullet(removal)),
    ],
  };
}

interface Entry {
  readonly addresses: readonly string[];
  readonly lines: readonly string[];
  /** Position among the entries: deletions and replacements first, then other values, then additions, and new resources last. */
  readonly rank: number;
  /** Importance of the resource type. */
  readonly importance: number;
}

/** Renders each unjudged change, unless there are too many to show. Identical changes share an entry. */
function entriesOf(review: Review): readonly Entry[] {
  const links = sourceLinks(review);
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
  return groups.flatMap((group) =>
    writtenGroup(group, links).map(({ resource, lines: [first = '', ...further] }) => ({
      addresses: group.map(({ address }) => address),
      lines: [`${first}${dataOf(group.length, ofAddress.get(resource.address))}`, ...further],
      rank: rankOf(resource),
      importance: importanceOf(typeIn(resource.address)),
    })),
  );
}

/** Matches types of files in buckets, which often contain code or configuration. */
const file = /^(?:aws_s3(?:_bucket)?_object|azurerm_storage_blob|google_storage_bucket_object)$/;

function rankOf({ address, action, lines }: ChangedResource): number {
  if (action !== 'update') return action === 'create' ? 3 : file.test(typeIn(address)) ? 2 : 0;
  return lines.some(replacesValue) ? 1 : 2;
}

/** Warns about deleted or replaced objects that may hold data. */
function dataOf(count: number, [one]: readonly UnjudgedChange[] = []): string {
  if (one?.removal === undefined || !mayHoldData(one)) return '';
  return `; it is unknown whether ${count === 1 ? 'it holds' : 'they hold'} data`;
}
