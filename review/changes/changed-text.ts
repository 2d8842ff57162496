import { diffWordsWithSpace } from 'diff';
import { isList, type Value } from '../../lib/terraform';
import type { Part, Phrase } from '../phrase';

const short = 80;
/** Characters around what changes in a long text. */
const around = 24;
/** Of a value that is shown at all; what is longer is told by its length. */
const longest = 400;

/** A value and what becomes of it: `60 → 80`; of long texts the words that change, with some around them. */
export function changedText(before: Value | undefined, after: Value | undefined): Phrase {
  if (before === undefined && after === undefined) return [];
  if (before === undefined) return ['new: ', { come: [shown(after ?? null)] }];
  if (after === undefined) return ['gone: ', { gone: [shown(before)] }];
  if (isList(before) && isList(after)) return changedItems(before, after);
  const both = typeof before === 'string' && typeof after === 'string';
  if (both && (before.length > short || after.length > short)) return changedWords(before, after);
  return [shown(before), ' → ', shown(after)];
}

/** Of a list what is gone and what has come, item by item. */
function changedItems(before: readonly Value[], after: readonly Value[]): Phrase {
  const said = [
    ...before.map((item): Part => ({ gone: [shown(item)] })),
    ...after.map((item): Part => ({ come: [shown(item)] })),
  ];
  return said.flatMap((part, at) => (at > 0 ? [', ', part] : [part]));
}

/** The words of a text that change, and those that stay, shortened where they are many. */
export function changedWords(before: string, after: string): Phrase {
  if (before.length + after.length > 100 * longest) return lengths(before, after);
  const parts = diffWordsWithSpace(before, after);
  const shownParts = parts.map(({ value, added, removed }, at): Part => {
    if (removed) return { gone: [{ code: shortened(value, longest) }] };
    if (added) return { come: [{ code: shortened(value, longest) }] };
    return { code: kept(value, { isFirst: at === 0, isLast: at === parts.length - 1 }) };
  });
  const size = shownParts.reduce((total, part) => total + JSON.stringify(part).length, 0);
  return size > 6 * longest ? lengths(before, after) : shownParts;
}

const lengths = (before: string, after: string): Phrase => [
  `another text (${before.length} → ${after.length} characters)`,
];

function kept(text: string, { isFirst, isLast }: { isFirst: boolean; isLast: boolean }): string {
  if (text.length <= 2 * around + 1) return text;
  const [head, tail] = [text.slice(0, around), text.slice(-around)];
  if (isFirst) return `…${tail}`;
  return isLast ? `${head}…` : `${head} … ${tail}`;
}

const shown = (value: Value): Part => ({
  code: shortened(typeof value === 'string' ? value : JSON.stringify(value), longest),
});

const shortened = (text: string, most: number) =>
  text.length <= most ? text : `${text.slice(0, most)}… (${text.length} characters)`;
