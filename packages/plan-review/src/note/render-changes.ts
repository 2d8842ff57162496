import type { Line } from '../changes/changed-text';
import { actionText, type ChangedResource } from '../changes/describe-change';
import { markedItem } from '../changes/paired-lines';
import type { Slice } from '../changes/slices';
import { counted, joined, joinedBySemicolons, type Phrase, say, words } from '../phrase';
import { inPlural } from '../plan/replacement-reason';
import { typeIn } from '../plan/resource-id';
import { labelOf } from '../resource-labels';
import type { Review } from '../review';
import { groupEqual } from './equal-changes';
import { folding, type TooMany, type Visibility, type WrittenChange } from './fold';
import { afterApplyOf } from './format-unknowns';
import { details, markdown } from './markdown';
import { sourceLinks } from './source-links';
import { tooLong } from './truncate-list';

export const bullet = (phrase: Phrase, depth = 0) => `${'  '.repeat(depth)}- ${markdown(phrase)}`;

export const bullets = ({ text, items }: Line, depth: number): readonly string[] => [
  bullet(text, depth),
  ...items.map((item) => bullet(markedItem(item), depth + 1)),
];

/** Maximum number of resources outside any slice that are shown without folding. */
const openAtMost = 5;

/** Maximum number of lines in the first slices of a large plan that are open. The first one is always open, so that the first screen is not empty. */
const openLinesAtMost = 25;

/** Maximum number of open changes in the first slice of a large plan. */
const firstAtMost = 50;

/** Maximum number of changed resources in a plan whose slices are all open. */
const allOpenAtMost = 20;

/**
 * Returns a function that renders the changes by slice. It folds the least important changes, or lists only their addresses.
 * @param changed slices without the changes that another section of the note shows
 * @param described counts the changes that only the section about dangers shows
 */
export function renderChanges(
  review: Review,
  changed: readonly Slice[],
  described: Phrase,
): (tooMany: TooMany) => Changes {
  const links = sourceLinks(review);
  const slices = groupEqual(changed).map(({ title, groups }) => ({
    title,
    written: groups.flatMap((group) => writtenGroup(group, links)),
  }));
  const all = slices.map(({ written }) => written);
  const fold = folding(review, all);
  return (tooMany) => {
    const { shown, away } = fold(tooMany);
    const isSmall = countIn(all.flat()) <= allOpenAtMost;
    let openLines = openLinesAtMost;
    const lines = slices.flatMap(({ title, written }, at) => {
      const those = (how: Visibility) => written.filter(({ resource }) => (shown.get(resource) ?? 'open') === how);
      const open = those('open');
      // a first slice that is too long stays open at its beginning
      const most = isSmall || at > 0 ? open.length : firstAtMost;
      openLines -= written.reduce((sum, one) => sum + one.lines.length, 0);
      const slice = {
        title,
        open: open.slice(0, most),
        folded: [...open.slice(most), ...those('folded')],
        isFirst: at === 0,
        isOpen: isSmall || openLines >= 0 || at === 0,
      };
      return slice.open.length + slice.folded.length === 0 ? [] : [sliceText(slice)];
    });
    const leftOut = all.flat().filter(({ resource }) => shown.get(resource) === 'address');
    const counts = [
      ...(leftOut.length === 0 ? [] : [leftOutLine(countIn(leftOut))]),
      ...(described.length === 0 ? [] : [bullet(described)]),
    ];
    const blocks = counts.length === 0 ? lines : [...lines, counts.join('\n')];
    // Markdown requires an empty line before and after a collapsed section
    return { away, lines: blocks.flatMap((block, at) => (at === 0 ? [block] : ['', block])) };
  };
}

interface Changes {
  readonly lines: readonly string[];
  /** Number of folded or omitted characters. */
  readonly away: number;
}

const leftOutLine = (count: number) => bullet(words(`${counted(count, 'more resource')}, listed below: ${tooLong}`));

interface ShownSlice {
  readonly title: string | undefined;
  readonly open: readonly WrittenChange[];
  readonly folded: readonly WrittenChange[];
  readonly isFirst: boolean;
  /** Whether the slice is open even if nothing in it is removed. */
  readonly isOpen: boolean;
}

function sliceText({ title: name, open, folded: less, isFirst, isOpen: isOpenAnyway }: ShownSlice): string {
  const linesOf = (written: readonly WrittenChange[]) => written.flatMap(({ lines }) => lines);
  const count = countIn(open) + countIn(less);
  // the address of a single resource says as much as the name of its slice
  const title = count > 1 ? name : undefined;
  const inside = [...linesOf(open), ...lessImportant(countIn(less), open.length === 0, linesOf(less))];
  if (title === undefined && open.length + less.length <= openAtMost && open.length > 0) return inside.join('\n');
  const many = counted(count, title === undefined && !isFirst ? 'other resource' : 'resource');
  const isOpen = isOpenAnyway || open.some(({ resource }) => removes(resource));
  return details(title === undefined ? many : `${plainTitle(title)}: ${many}`, inside, { isOpen });
}

const countIn = (written: readonly WrittenChange[]) => written.reduce((sum, { count }) => sum + count, 0);

/** Returns whether a resource is deleted, replaced or forgotten. Slices with such resources are open, so readers cannot miss them. */
const removes = ({ action }: ChangedResource) => action === 'delete' || action === 'replace' || action === 'forget';

/** Folds the less important resources of a slice that also has important resources. */
function lessImportant(count: number, isOnly: boolean, lines: readonly string[]): readonly string[] {
  return count === 0 || isOnly ? lines : ['', details(counted(count, 'more resource'), lines)];
}

const writtenOf = (resource: ChangedResource, links: (phrase: Phrase) => Phrase): WrittenChange => ({
  resource,
  count: 1,
  lines: inFewLines(say`${resource.address}: ${actionText(resource)}`, resource, links),
});

/** Renders a title and the details of a resource. A new or deleted resource, which has no differences, takes only one line. */
function inFewLines(title: Phrase, resource: ChangedResource, links: (phrase: Phrase) => Phrase): readonly string[] {
  const { action, note, lines } = resource;
  const isShort = (action === 'create' || action === 'delete') && lines.every(({ items }) => items.length === 0);
  if (!isShort) return [bullet(links(title)), ...detailsOf(resource)];
  const later = afterApplyOf(resource, unknownAtMost);
  const details = [...lines.map(({ text }) => text), ...(later.length > 0 ? [later] : [])];
  const isAttribute = action === 'create' && note.length === 0 && typeof details[0]?.[0] === 'object';
  const [separator = ''] = details.length === 0 ? [] : [isAttribute ? ' with ' : '; '];
  return [bullet([...links(title), separator, ...joinedBySemicolons(details)])];
}

/** Maximum number of unknown attributes to name. The provider computes most of many, and the HTML report names all of them. */
const unknownAtMost = 6;

/** Maximum number of addresses to show for identical changes. The list of other affected resources contains the rest. */
const namedAtMost = 20;

/** Names an instance of a declaration, and the values that only this instance has. */
const nameWithValues = ({ address, own = [] }: ChangedResource): Phrase =>
  own.length === 0 ? say`${address}` : say`${address} (${own})`;

/** Renders identical changes once: the changed values and the number of resources, and then the addresses. */
export function writtenGroup(
  group: readonly ChangedResource[],
  links: (phrase: Phrase) => Phrase,
): readonly WrittenChange[] {
  const [first, ...others] = group;
  if (first === undefined) return [];
  if (others.length === 0) return [writtenOf(first, links)];
  const [type = '', ...types] = new Set(group.map(({ address }) => typeIn(address)));
  const resources = counted(group.length, types.length > 0 ? 'resource' : labelOf(type));
  const [line, ...more] = first.lines;
  const named = group.length > namedAtMost + 1 ? group.slice(0, namedAtMost) : group;
  const rest = group.length - named.length;
  const addresses = links(joined([...named.map(nameWithValues), ...(rest > 0 ? [words(`${rest} more`)] : [])]));
  const isShort =
    first.action === 'update' &&
    line !== undefined &&
    first.note.length + line.items.length + more.length + first.afterApply.length === 0;
  const lines = isShort
    ? [bullet([...line.text, ` in ${resources}`])]
    : inFewLines(say`${words(resources)}: ${inPlural(actionText(first))}`, first, (phrase) => phrase);
  return [{ resource: first, count: group.length, lines: [...lines, bullet(addresses, 1)] }];
}

function detailsOf(resource: ChangedResource): readonly string[] {
  const later = afterApplyOf(resource, unknownAtMost);
  return [...resource.lines.flatMap((one) => bullets(one, 1)), ...(later.length > 0 ? [bullet(later, 1)] : [])];
}

// titles come from tags, which may contain Markdown
const plainTitle = (text: string) => text.replace(/[^\p{L}\p{M}\p{N} _.:…-]/gu, '·');
