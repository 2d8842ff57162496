import type { Line } from '../changes/changed-text';
import { type ChangedResource, deedOf } from '../changes/what-changes';
import { counted, type Phrase, say, words } from '../phrase';
import type { Review } from '../review';
import { folded, type Written } from './fold';
import { afterApplyOf } from './left-open';
import { details, markdown } from './markdown';

export const bullet = (phrase: Phrase, depth = 0) => `${'  '.repeat(depth)}- ${markdown(phrase)}`;

export const bullets = ({ text, items }: Line, depth: number): readonly string[] => [
  bullet(text, depth),
  ...items.map(({ became, text: item }) => bullet([became === 'gone' ? { gone: item } : { come: item }], depth + 1)),
];

/** So many of no slice are read faster than they are unfolded. */
const openAtMost = 5;

/** What changes, by slice; `saving` gives it shorter by so many characters at least, where there are so many. */
export function changesInNote(review: Review): (saving: number) => readonly string[] {
  const slices = review.slices.map(({ name, resources }) => ({ name, written: resources.map(writtenOf) }));
  return (saving) => {
    const all = slices.map(({ written }) => written);
    const shown = saving > 0 ? folded(review, all, saving) : new Map();
    let hidden = 0;
    const lines = slices.flatMap(({ name, written }) => {
      const left = written.filter(({ resource }) => shown.get(resource) !== 'address');
      hidden += written.length - left.length;
      if (left.length === 0) return [];
      const inside = left.flatMap(({ resource, all, line }) => (shown.get(resource) === 'line' ? [line] : all));
      return [sliceText({ name, inside, count: left.length, isOnly: slices.length === 1 })];
    });
    // what a line of text follows needs none between, what a fold follows does
    return hidden === 0
      ? lines
      : [...lines, '', bullet(words(`${counted(hidden, 'resource')} more, by their addresses below`))];
  };
}

interface ShownSlice {
  readonly name: string | undefined;
  readonly inside: readonly string[];
  readonly count: number;
  readonly isOnly: boolean;
}

function sliceText({ name, inside, count, isOnly }: ShownSlice): string {
  if (name === undefined && count <= openAtMost)
    // a fold begins behind an empty line
    return isOnly ? inside.join('\n') : `${inside.join('\n')}\n`;
  const many = counted(count, name === undefined && !isOnly ? 'other resource' : 'resource');
  return details(name === undefined ? many : `${plainName(name)}: ${many}`, inside);
}

function writtenOf(resource: ChangedResource): Written {
  const { address, lines } = resource;
  const line = bullet(say`${address}: ${deedOf(resource)}`);
  const later = afterApplyOf(resource);
  const all = [line, ...lines.flatMap((one) => bullets(one, 1)), ...(later.length > 0 ? [bullet(later, 1)] : [])];
  return { resource, all, line };
}

// names of tags may hold anything; letters are nothing else in any language
const plainName = (text: string) => text.replace(/[^\p{L}\p{M}\p{N} _.:-]/gu, '·');
