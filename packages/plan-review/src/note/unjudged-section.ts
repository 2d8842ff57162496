import { replacesValue } from '../changes/changed-text';
import type { ChangedResource } from '../changes/describe-change';
import type { Slice } from '../changes/slices';
import { groupBy } from '../group-by';
import { importanceOf } from '../importance';
import { counted, joined, type Phrase, words } from '../phrase';
import type { Action } from '../plan/plan';
import { typeIn } from '../plan/resource-id';
import type { Review } from '../review';
import { describeRemovals, describeUnjudged, mayHoldData, type UnjudgedChange } from '../unjudged-changes';
import { groupEqual } from './equal-changes';

/** Title of the section about changes that no rule has judged. */
export const unjudgedTitle = 'Not judged by any rule: review these yourself';

/** Section about changes that no rule has judged. */
interface UnjudgedSection<Line> {
  /** Number of changes and actions by reason, as the title of the lines and removals. Empty if every change was judged. */
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

/** Maximum number of examples of many changes, and of the lines of each. */
const examples = { changes: 5, lines: 10 } as const;

/**
 * Selects the unjudged changes to show before the other changes: all of them if most are short, or the most important ones.
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
  const areMost = 2 * first.length >= entries.length;
  const short = areMost ? first : entries.filter(({ lines }) => lines.length <= examples.lines);
  const byUrgency = (a: Entry<Line>, b: Entry<Line>) => (areMost ? 0 : a.urgency - b.urgency);
  const sorted = short.toSorted(
    (a, b) => a.rank - b.rank || byUrgency(a, b) || b.importance - a.importance || a.lines.length - b.lines.length,
  );
  const fitting = areMost ? sorted : ofDifferentTypes(sorted).slice(0, examples.changes);
  const shown = new Set(fitting.flatMap(({ addresses }) => addresses));
  const count = countUnjudged(review, shown);
  const removals = describeRemovals(review.unjudged.filter(({ address }) => !shown.has(address)));
  // without a hint, a few of many changes would look like all of them
  const hint = areMost || fitting.length === 0 ? [] : ['; the most important of them'];
  const isTitle = count.length > 0 && fitting.length + removals.length > 0;
  return {
    count: [...count, ...hint, ...(isTitle ? [':'] : [])],
    lines: fitting.flatMap(({ lines }) => lines),
    removals,
    slices: review.slices.map((slice) => ({
      ...slice,
      resources: slice.resources.filter(({ address }) => !shown.has(address)),
    })),
  };
}

/**
 * Counts the unjudged changes by reason. Changes of important attributes need no count if all of them are shown and nothing else is counted,
 * because the count is the title of the shown changes.
 */
const countUnjudged = ({ unjudged, invoked, deferred }: Review, shown: ReadonlySet<string>): Phrase =>
  joined([
    ...(invoked.length + deferred.length === 0 &&
    unjudged.every(({ because, address }) => because === 'security-relevant attribute' && shown.has(address))
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
  /** Position among changes of attributes: reachability first, then rights, then programs. Position among new resources: rights first. */
  readonly urgency: number;
  readonly type: string;
  /** Importance of the resource type. */
  readonly importance: number;
}

/** Matches names of attributes, most urgent first. */
const urgent = [
  /acl|address|cidr|dns|egress|firewall|gateway|ingress|network|peer|record|route|source|subnet|zone/,
  /member|permission|polic|principal|role|scope/,
  /code|command|container|handler|image|runtime|template|version/,
] as const;

/** Matches types of new resources, most urgent first. */
const urgentTypes = [
  /_(?:\w*policy|role\w*|permissions?|grants?|\w*binding|\w*member|credentials?|(?:access|api|auth)_key)$/,
  /_(?:internet_gateway|public_ip\w*|\w*firewall\w*|\w*peering\w*|vpn\w*)$/,
] as const;

function urgencyOf(type: string, action: Action, changes: readonly UnjudgedChange[]): number {
  const [names, patterns] =
    action === 'create' ? [[type], urgentTypes] : [changes.flatMap(({ attributes }) => attributes), urgent];
  const place = patterns.findIndex((pattern) => names.some((name) => pattern.test(name)));
  return place < 0 ? patterns.length : place;
}

/** Moves the further new resources of each type behind the first ones, so that examples show different types. */
function ofDifferentTypes<Line>(entries: readonly Entry<Line>[]): readonly Entry<Line>[] {
  const seen = new Set<string>();
  const isFurther = ({ rank, type }: Entry<Line>) => rank === created && seen.size === seen.add(type).size;
  const further = new Set(entries.filter(isFurther));
  return [...entries.filter((one) => !further.has(one)), ...further];
}

/** Renders each unjudged change. Identical changes share an entry. */
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
  return groups.flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return [
      {
        addresses: group.map(({ address }) => address),
        lines: render(group, aboutData(group.length, ofAddress.get(first.address))),
        rank: rankOf(first),
        urgency: urgencyOf(typeIn(first.address), first.action, ofAddress.get(first.address) ?? []),
        type: typeIn(first.address),
        importance: importanceOf(typeIn(first.address)),
      },
    ];
  });
}

/** Matches types of files in buckets, which often contain code or configuration. */
const file = /^(?:aws_s3(?:_bucket)?_object|azurerm_storage_blob|google_storage_bucket_object)$/;

/** Rank of new resources, the last. */
const created = 3;

function rankOf({ address, action, lines }: ChangedResource): number {
  if (action !== 'update') return action === 'create' ? created : file.test(typeIn(address)) ? 2 : 0;
  return lines.some(replacesValue) ? 1 : 2;
}

/** Warns about deleted or replaced objects that may hold data. */
function aboutData(count: number, [one]: readonly UnjudgedChange[] = []): string {
  if (one?.removal === undefined || !mayHoldData(one)) return '';
  return `; it is unknown whether ${count === 1 ? 'it holds' : 'they hold'} data`;
}
