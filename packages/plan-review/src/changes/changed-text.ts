import { isList, isObject, type Value } from '@himeshima/terraform-json';
import { diffArrays } from 'diff';
import { counted, type Part, type Phrase, words } from '../phrase';
import { changedWords, longest, shortened } from './changed-words';
import { isOneBlock, itemsOf } from './list-items';
import { type Item, pairedLines, replacementsIn, withoutComments } from './paired-lines';

/** Description of a changed value: a sentence, and a list of items below the sentence. */
export interface Line {
  readonly text: Phrase;
  readonly items: readonly Item[];
}

/** Returns whether a line shows an old value, in contrast to a line about an addition. */
export const replacesValue = ({ text, items }: Line): boolean =>
  text.some((part) => part === arrow || isGone(part)) || items.some(({ became }) => became !== 'come');

const isGone = (part: Part) => typeof part === 'object' && 'gone' in part;

const arrow = ' → ';
const short = 80;
/** Describes a changed value, such as `60 → 80`. Compares lists item by item, and long text by words or sentences. */
export function changedText(label: Phrase, before: Value | undefined, after: Value | undefined): Line {
  const inline = (...change: Phrase): Line => ({ text: [...label, ': ', ...change], items: [] });
  if (isBlock(before) || isBlock(after)) return changedItems(label, before, after);
  if (before === undefined) return inline('new: ', addedPart(after ?? null));
  if (after === undefined) return inline('removed: ', removedPart(before));
  const both = typeof before === 'string' && typeof after === 'string';
  if (both && before !== after && withUnixLines(before) === withUnixLines(after))
    return inline(`only the line endings change (${before.includes('\r\n') ? 'CRLF → LF' : 'LF → CRLF'})`);
  const isShort = both && [before, after].every((text) => text.length <= short && !/\n./.test(text));
  if (!both || isShort) return inline(shown(before), arrow, shown(after));
  const words = isProse(before) || isProse(after) ? undefined : changedWords(before, after);
  if (words !== undefined) return inline(...words);
  if (before.length + after.length > 100 * longest)
    return inline(`changed (${before.length} → ${after.length} characters)`);
  const items = changedSentences(before, after);
  if (items.length === 0) return inline('only whitespace changes');
  const shownItems = firstOf(pairedLines(withoutComments(items)));
  return { text: [...label, ...someOf(shownItems, pairedLines(items)), ':'], items: shownItems };
}

/**
 * Returns the first items. Never shows a removed item without the items that replace it, because it would look deleted: adjacent
 * removed and added items are shown together or not at all. If the first such group is too long, shows
 * only part of it, so that even a complete rewrite shows both kinds of items.
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

/** Returns the first removed items and the first added items. */
function ofBoth(items: readonly Item[]): readonly Item[] {
  const left = { gone: 0, come: 0, changed: 0 };
  for (const { became } of items) left[became] += 1;
  const half = linesAtMost / 2;
  const most = {
    gone: Math.max(half, linesAtMost - left.come),
    come: Math.max(half, linesAtMost - left.gone),
    changed: linesAtMost,
  };
  return items.filter(({ became }) => {
    most[became] -= 1;
    return most[became] >= 0;
  });
}

const someOf = ({ length }: readonly unknown[], { length: all }: readonly unknown[]): Phrase =>
  length < all ? [` (${length} of ${all} shown)`] : [];

const withUnixLines = (text: string) => text.replaceAll('\r\n', '\n');

/** Value of a block that only gives a name its value, such as an environment variable, before and after a change. */
interface NamedValues {
  readonly name: string;
  readonly before: Value | undefined;
  readonly after: Value | undefined;
}

/** Returns the name and the values of a block that only gives a name its value. Undefined for other blocks, and if the name changes. */
export function namedValues(before: Value | undefined, after: Value | undefined): NamedValues | undefined {
  const [was, is] = [before, after].map(namedValue);
  const isOther = (before !== undefined && was === undefined) || (after !== undefined && is === undefined);
  const name = (is ?? was)?.name;
  const isRenamed = was !== undefined && is !== undefined && was.name !== is.name;
  if (name === undefined || isOther || isRenamed || was?.value === is?.value) return undefined;
  return { name, before: was?.value, after: is?.value };
}

function namedValue(block: Value | undefined): { readonly name: string; readonly value: string } | undefined {
  const only = block !== undefined && isList(block) && block.length === 1 ? block[0] : block;
  if (only === undefined || !isObject(only)) return undefined;
  const { name, value } = only;
  const set = Object.values(only).filter((one) => one !== null && one !== '' && !isEmptyBlock(one));
  return set.length === 2 && typeof name === 'string' && typeof value === 'string' ? { name, value } : undefined;
}

const isEmptyBlock = (value: Value) => typeof value === 'object' && value !== null && Object.keys(value).length === 0;

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
        sides.gone.length > 0
          ? [...label, ': removed: ', { gone: [part] }]
          : [...label, before === undefined ? ': new: ' : ': added: ', { come: [part] }],
      items: [],
    };
  }
  const common = commonStart(all);
  const itemsOfSide = (became: 'gone' | 'come') =>
    sides[became].slice(0, linesAtMost).map((item): Item => {
      const rest = common === '' ? item : `…${item.slice(common.length)}`;
      return { became, text: [{ value: shortened(rest, longest) }] };
    });
  const items = [...itemsOfSide('gone'), ...itemsOfSide('come')];
  const isList = before !== undefined && after !== undefined;
  return {
    text: [
      ...(isList && sides.gone.length === 0 ? words(`${counted(sides.come.length, 'item')} added to `) : []),
      ...(isList && sides.come.length === 0 ? words(`${counted(sides.gone.length, 'item')} removed from `) : []),
      ...label,
      ...newOrGone(before, after),
      ...(common === '' ? [] : [', under ', { value: common }]),
      ...someOf(items, all),
      ...(items.length === 0 ? [] : [':']),
    ],
    items,
  };
}

/** Returns ` is new`, ` is removed` or ` is removed (it was empty)` for an entirely new or removed block. */
function newOrGone(before: Value | undefined, after: Value | undefined): Phrase {
  if (before === undefined && after !== undefined && isOneBlock(after)) return [' is new'];
  if (after !== undefined || before === undefined || !isOneBlock(before)) return [];
  return [itemsOf(before).length === 0 ? ' is removed (it was empty)' : ' is removed'];
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

const isProse = (text: string) => /\n|[.!?。] |。/.test(text.trim());

/** Returns the changed sentences and lines in full. */
function changedSentences(before: string, after: string): readonly Item[] {
  const sentences = (text: string) => text.split(/\n|(?<=[.!?]) |(?<=。)/).filter((sentence) => sentence.trim() !== '');
  const changed = diffArrays(sentences(before), sentences(after)).flatMap(({ value, added, removed }) => {
    if (!added && !removed) return [];
    const became = removed ? ('gone' as const) : ('come' as const);
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
