import { isList, isObject, type Value } from '@himeshima/terraform-json';
import { diffArrays } from 'diff';
import type { Part, Phrase } from '../phrase';
import { isOneBlock, itemsOf } from './list-items';

/** Description of a changed value: a sentence, and a list of items below the sentence. */
export interface Line {
  readonly text: Phrase;
  readonly items: readonly Item[];
}

export interface Item {
  readonly became: 'gone' | 'come';
  readonly text: Phrase;
}

const short = 80;
/** Number of characters to show before and after a change in long text. */
const around = 24;
/** Maximum number of characters to show for one value. */
const longest = 400;
/** Maximum number of marked changes. Text with more changes is compared sentence by sentence. */
const placesAtMost = 2;

/** Describes a changed value, such as `60 → 80`. Compares lists item by item, and long text by words or sentences. */
export function changedText(label: Phrase, before: Value | undefined, after: Value | undefined): Line {
  const inline = (...change: Phrase): Line => ({ text: [...label, ': ', ...change], items: [] });
  if (isBlock(before) || isBlock(after)) return changedItems(label, before, after);
  if (before === undefined) return inline('new: ', addedPart(after ?? null));
  if (after === undefined) return inline('removed: ', removedPart(before));
  const both = typeof before === 'string' && typeof after === 'string';
  const isShort = both && [before, after].every((text) => text.length <= short && !/\n./.test(text));
  if (!both || isShort) return inline(shown(before), ' → ', shown(after));
  const words = isProse(before) || isProse(after) ? undefined : changedWords(before, after);
  if (words !== undefined) return inline(...words);
  if (before.length + after.length > 100 * longest)
    return inline(`changed (${before.length} → ${after.length} characters)`);
  const items = changedSentences(before, after);
  if (items.length === 0) return inline('only whitespace changes');
  const shownItems = firstOf(withoutComments(items));
  return { text: [...label, ...someOf(shownItems, items), ':'], items: shownItems };
}

/** Omits XML comments, unless only comments change. */
function withoutComments(items: readonly Item[]): readonly Item[] {
  const others = items.filter(
    ({ text: [part] }) => typeof part !== 'object' || !('value' in part) || !/^<!--.*-->$/.test(part.value),
  );
  return others.length === 0 ? items : others;
}

/**
 * Returns the first items. Never shows a removed item without the items that replace it, because it would look deleted: adjacent
 * removed and added items are shown together or not at all. Only of the first such group, a part is shown if the group is too
 * long, so that even a complete rewrite shows both.
 */
function firstOf(items: readonly Item[]): readonly Item[] {
  const [first = [], ...others] = replacementsIn(items);
  const shownItems = [...ofBoth(first)];
  if (shownItems.length < first.length) return shownItems;
  for (const group of others) {
    if (shownItems.length + group.length > linesAtMost) break;
    shownItems.push(...group);
  }
  return shownItems;
}

/** Groups removed items with the added items that follow them. */
function replacementsIn(items: readonly Item[]): readonly (readonly Item[])[] {
  const groups: Item[][] = [];
  items.forEach((item, at) => {
    const startsGroup = at === 0 || (item.became === 'gone' && items[at - 1]?.became === 'come');
    if (startsGroup) groups.push([item]);
    else groups.at(-1)?.push(item);
  });
  return groups;
}

/** Returns the first removed items and the first added items. */
function ofBoth(items: readonly Item[]): readonly Item[] {
  const left = { gone: 0, come: 0 };
  for (const { became } of items) left[became] += 1;
  const half = linesAtMost / 2;
  const most = { gone: Math.max(half, linesAtMost - left.come), come: Math.max(half, linesAtMost - left.gone) };
  return items.filter(({ became }) => {
    most[became] -= 1;
    return most[became] >= 0;
  });
}

const someOf = ({ length }: readonly unknown[], { length: all }: readonly unknown[]): Phrase =>
  length < all ? [` (${length} of ${all} shown)`] : [];

const isBlock = (value: Value | undefined) => value !== undefined && (isList(value) || isObject(value));

/** Lists the removed and added items of lists and blocks. Omits a common prefix of the items. */
function changedItems(label: Phrase, before: Value | undefined, after: Value | undefined): Line {
  const sides = { gone: itemsOf(before), come: itemsOf(after) };
  const all = [...sides.gone, ...sides.come];
  const [only] = all;
  if (all.length === 1 && only !== undefined) {
    const part: Part = { value: shortened(only, longest) };
    return {
      text:
        sides.gone.length > 0 ? [...label, ': removed: ', { gone: [part] }] : [...label, ': new: ', { come: [part] }],
      items: [],
    };
  }
  const common = commonStart(all);
  const itemsOfSide = (became: Item['became']) =>
    sides[became].slice(0, linesAtMost).map((item): Item => {
      const rest = common === '' ? item : `…${item.slice(common.length)}`;
      return { became, text: [{ value: shortened(rest, longest) }] };
    });
  const items = [...itemsOfSide('gone'), ...itemsOfSide('come')];
  return {
    text: [
      ...label,
      ...newOrGone(before, after),
      ...(common === '' ? [] : [', under ', { value: common }]),
      ...someOf(items, all),
      ':',
    ],
    items,
  };
}

/** Returns ` is new` or ` is removed` for an entirely new or removed block. */
function newOrGone(before: Value | undefined, after: Value | undefined): Phrase {
  if (before === undefined && after !== undefined && isOneBlock(after)) return [' is new'];
  return after === undefined && before !== undefined && isOneBlock(before) ? [' is removed'] : [];
}

const linesAtMost = 20;
/** Minimum length of a common prefix to omit. A shorter prefix is repeated in every line. */
const worthCutting = 16;

/** Returns the longest common prefix that consists of whole path segments. Returns an empty string for a short prefix. */
function commonStart(texts: readonly string[]): string {
  const [first = '', ...others] = texts;
  if (others.length === 0) return '';
  const differs = [...first].findIndex((letter, at) => others.some((text) => text.charAt(at) !== letter));
  const same = differs < 0 ? first : first.slice(0, differs);
  const [start = ''] = /^.*[/:]/.exec(same) ?? [];
  return start.length < worthCutting || texts.includes(start) ? '' : start;
}

/** Marks changed words and numbers, and shows their context. Returns undefined if there are too many changes for one line. */
export function changedWords(before: string, after: string): Phrase | undefined {
  if (before.length + after.length > 100 * longest) return undefined;
  const parts = diffArrays(wordsIn(before), wordsIn(after)).map((part) => ({ ...part, value: part.value.join('') }));
  const isPlace = ({ added, removed }: (typeof parts)[number], at: number) =>
    removed || (added && !parts[at - 1]?.removed);
  if (parts.filter(isPlace).length > placesAtMost) return undefined;
  return parts.flatMap(({ value, added, removed }, at): Phrase => {
    if (removed) return [{ gone: [{ value: shortened(value, longest) }] }];
    // the space separates removed and added text on terminals without strikethrough
    if (added) return [...(parts[at - 1]?.removed ? [' '] : []), { come: [{ value: shortened(value, longest) }] }];
    return [{ value: kept(value, { isFirst: at === 0, isLast: at === parts.length - 1 }) }];
  });
}

/** Splits text into numbers (with their unit or sign), words, whitespace, and individual other characters. */
const wordsIn = (text: string): string[] =>
  text.match(/(?:(?<=\s)-)?\d+(?:\.\d+)+[\p{Script=Latin}\p{N}_]*|[\p{Script=Latin}\p{N}_]+|\s+|./gsu) ?? [];

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

const isProse = (text: string) => /\n|[.!?。] |。/.test(text.trim());

/** Returns the changed sentences and lines in full. */
function changedSentences(before: string, after: string): readonly Item[] {
  const sentences = (text: string) => text.split(/\n|(?<=[.!?]) |(?<=。)/).filter((sentence) => sentence.trim() !== '');
  const changed = diffArrays(sentences(before), sentences(after)).flatMap(({ value, added, removed }) => {
    if (!added && !removed) return [];
    const became: Item['became'] = removed ? 'gone' : 'come';
    return value.map((sentence) => ({ became, sentence }));
  });
  const gone = new Set(changed.flatMap(({ became, sentence }) => (became === 'gone' ? [sentence.trim()] : [])));
  const indented = new Set(
    changed.flatMap(({ became, sentence }) =>
      became === 'come' && gone.has(sentence.trim()) ? [sentence.trim()] : [],
    ),
  );
  return changed.map(({ became, sentence }) => {
    const text = sentence.trim();
    // make changed indentation visible
    const start = indented.has(text) ? '␣'.repeat(sentence.length - sentence.trimStart().length) : '';
    return { became, text: [{ value: shortened(`${start}${text}`, longest) }] };
  });
}

/** Marks a value as removed. */
export const removedPart = (value: Value): Part => ({ gone: [shown(value)] });
export const addedPart = (value: Value): Part => ({ come: [shown(value)] });

const shown = (value: Value): Part => ({
  value: shortened(typeof value === 'string' ? value : JSON.stringify(value), longest),
});

const shortened = (text: string, most: number) =>
  text.length <= most ? text : `${text.slice(0, most)}… (${text.length} characters)`;
