import { diffArrays } from 'diff';
import type { Phrase } from '../phrase';

/** Number of characters to show before and after a change in long text. */
const around = 24;
/** Maximum number of characters to show for one value. */
export const longest = 400;
/** Maximum number of marked changes. Text with more changes is compared sentence by sentence. */
const placesAtMost = 2;
/** Maximum number of removed and added words. The time of a comparison grows with this number. */
const editsAtMost = 150;

/**
 * Marks changed words and numbers, and shows their context. Returns undefined if there are too many changes for one line.
 * @param whole maximum length of unchanged text that is shown in full
 */
export function changedWords(before: string, after: string, whole = 2 * around + 1): Phrase | undefined {
  if (before.length + after.length > 100 * longest) return undefined;
  const differences = diffArrays(wordsIn(before), wordsIn(after), { maxEditLength: editsAtMost });
  if (differences === undefined) return undefined;
  const parts = differences.map((part) => ({ ...part, value: part.value.join('') }));
  const isPlace = ({ added, removed }: (typeof parts)[number], at: number) =>
    removed || (added && !parts[at - 1]?.removed);
  if (parts.filter(isPlace).length > placesAtMost) return undefined;
  return parts.flatMap(({ value, added, removed }, at): Phrase => {
    if (removed) return [{ gone: [{ value: shortened(value, longest) }] }];
    // the space separates removed and added text on terminals without strikethrough
    if (added) return [...(parts[at - 1]?.removed ? [' '] : []), { come: [{ value: shortened(value, longest) }] }];
    if (value.trim() === '') return [' '];
    return [
      { value: value.length <= whole ? value : kept(value, { isFirst: at === 0, isLast: at === parts.length - 1 }) },
    ];
  });
}

/** Splits text into masked secrets, numbers (with their unit or sign), words, whitespace, and individual other characters. */
const wordsIn = (text: string): string[] =>
  text.match(
    /«(?:another )?secret»|(?:(?<=\s)-)?\d+(?:\.\d+)+[\p{Script=Latin}\p{N}_]*|[\p{Script=Latin}\p{N}_]+|\s+|./gsu,
  ) ?? [];

function kept(text: string, { isFirst, isLast }: { isFirst: boolean; isLast: boolean }): string {
  if (text.length <= 2 * around + 1) return text;
  const [head, tail] = [beginningOf(text), endOf(text)];
  if (isFirst ? tail === text : isLast ? head === text : head.length + tail.length >= text.length) return text;
  if (isFirst) return `…${tail}`;
  return isLast ? `${head}…` : `${head} … ${tail}`;
}

/**
 * Returns the beginning of unchanged text. The beginning ends at a word boundary, unless the word is longer than the context.
 */
const beginningOf = (text: string) => {
  const [rest = ''] = /^[\p{L}\p{N}_]*/u.exec(text.slice(around)) ?? [];
  return text.slice(0, around + (isSplit(text, around) && rest.length <= around ? rest.length : 0));
};

const endOf = (text: string) => {
  const start = text.length - around;
  const [rest = ''] = /[\p{L}\p{N}_]*$/u.exec(text.slice(0, start)) ?? [];
  return text.slice(start - (isSplit(text, start) && rest.length <= around ? rest.length : 0));
};

/** Returns whether a position is inside a word. */
const isSplit = (text: string, at: number) => /^[\p{L}\p{N}_]{2}$/u.test(text.slice(at - 1, at + 1));

/** Cuts a value that is too long, and shows its length. */
export const shortened = (text: string, most: number) =>
  text.length <= most ? text : `${text.slice(0, most)}… (${text.length} characters)`;
