import type { Line } from '../changes/changed-text';
import { type ChangedResource, deedOf } from '../changes/what-changes';
import { counted, type Phrase, say, words } from '../phrase';
import type { Review } from '../review';
import { folded, type Shown, type TooMany, type Written } from './fold';
import { afterApplyOf } from './left-open';
import { tooLong } from './left-out';
import { details, markdown } from './markdown';

export const bullet = (phrase: Phrase, depth = 0) => `${'  '.repeat(depth)}- ${markdown(phrase)}`;

export const bullets = ({ text, items }: Line, depth: number): readonly string[] => [
  bullet(text, depth),
  ...items.map(({ became, text: item }) => bullet([became === 'gone' ? { gone: item } : { come: item }], depth + 1)),
];

/** Resources without a slice that are shown without a fold. */
const openAtMost = 5;

/** Changes by slice; the least important are folded, or only listed by address. */
export function changesInNote(review: Review): (tooMany: TooMany) => Changes {
  const slices = review.slices.map(({ name, resources }) => ({ name, written: resources.map(writtenOf) }));
  return (tooMany) => {
    const all = slices.map(({ written }) => written);
    const { shown, away } = folded(review, all, tooMany);
    const lines = slices.flatMap(({ name, written }) => {
      const those = (how: Shown) => written.filter(({ resource }) => (shown.get(resource) ?? 'open') === how);
      const slice = { name, open: those('open'), folded: those('folded'), isOnly: slices.length === 1 };
      return slice.open.length + slice.folded.length === 0 ? [] : [sliceText(slice)];
    });
    const leftOut = [...shown.values()].filter((how) => how === 'address').length;
    // a fold needs an empty line after it, text does not
    return { away, lines: leftOut === 0 ? lines : [...lines, '', byAddress(leftOut)] };
  };
}

interface Changes {
  readonly lines: readonly string[];
  /** Characters that are folded or left out. */
  readonly away: number;
}

const byAddress = (count: number) =>
  bullet(words(`${counted(count, 'more resource')}, listed by address below: ${tooLong}`));

interface ShownSlice {
  readonly name: string | undefined;
  readonly open: readonly Written[];
  readonly folded: readonly Written[];
  readonly isOnly: boolean;
}

function sliceText({ name, open, folded: less, isOnly }: ShownSlice): string {
  const linesOf = (written: readonly Written[]) => written.flatMap(({ lines }) => lines);
  const count = open.length + less.length;
  const inside = [...linesOf(open), ...lessImportant(less.length, open.length === 0, linesOf(less))];
  if (name === undefined && count <= openAtMost && less.length < count)
    // a fold begins behind an empty line
    return isOnly ? inside.join('\n') : `${inside.join('\n')}\n`;
  const many = counted(count, name === undefined && !isOnly ? 'other resource' : 'resource');
  const isOpen = open.some(({ resource }) => removes(resource));
  return details(name === undefined ? many : `${plainName(name)}: ${many}`, inside, { isOpen });
}

/** A reader should not have to click to see what is removed. */
const removes = ({ action }: ChangedResource) => action === 'delete' || action === 'replace' || action === 'forget';

/** In a fold of their own, unless they are alone in one. */
function lessImportant(count: number, isAlone: boolean, lines: readonly string[]): readonly string[] {
  return count === 0 || isAlone ? lines : ['', details(`${count} of them, less important`, lines)];
}

function writtenOf(resource: ChangedResource): Written {
  const { address, lines } = resource;
  const later = afterApplyOf(resource);
  return {
    resource,
    lines: [
      bullet(say`${address}: ${deedOf(resource)}`),
      ...lines.flatMap((one) => bullets(one, 1)),
      ...(later.length > 0 ? [bullet(later, 1)] : []),
    ],
  };
}

// names of tags may hold anything; letters are nothing else in any language
const plainName = (text: string) => text.replace(/[^\p{L}\p{M}\p{N} _.:-]/gu, '·');
