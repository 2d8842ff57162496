import type { Phrase } from '../phrase';
import { changedWords } from './changed-words';

/** Removed or added line, or a line with marked changes. */
export interface Item {
  readonly became: 'gone' | 'come' | 'changed';
  readonly text: Phrase;
}

/** Symbols that mark items in plain text. */
export const itemSymbols = { gone: '-', come: '+', changed: '~' } as const satisfies Record<Item['became'], string>;

/** Marks an item as removed or added. */
export const markedItem = ({ became, text }: Item): Phrase =>
  became === 'changed' ? text : [became === 'gone' ? { gone: text } : { come: text }];

/** Groups removed items with the added items that follow them. */
export function replacementsIn(items: readonly Item[]): readonly (readonly Item[])[] {
  const groups: Item[][] = [];
  items.forEach((item, at) => {
    const startsGroup =
      at === 0 || item.became === 'changed' || (item.became === 'gone' && items[at - 1]?.became !== 'gone');
    if (startsGroup) groups.push([item]);
    else groups.at(-1)?.push(item);
  });
  return groups;
}

/** Merges a removed line and the similar line that replaces it into one line with marked changes: `replicas: 6 2`. */
export function pairedLines(items: readonly Item[]): readonly Item[] {
  return replacementsIn(items).flatMap((group): readonly Item[] => {
    const gone = group.filter(({ became }) => became === 'gone');
    const left: Item[] = [];
    const come = group.filter(({ became }) => became === 'come');
    let next = 0;
    for (const item of gone) {
      const near = come.slice(next, next + nearby).map((other) => pairOf(item, other));
      const at = near.findIndex((pair) => pair !== undefined);
      const pair = near[at];
      if (pair === undefined) left.push(item);
      else {
        come[next + at] = pair;
        next += at + 1;
      }
    }
    return [...left, ...come];
  });
}

/** Merges two similar lines into one line with marked changes. Returns undefined if they differ too much or are too long. */
function pairOf(gone: Item, come: Item | undefined): Item | undefined {
  const [before, after] = [gone, come].map((item) => onlyValue(item?.text ?? []));
  if (before === undefined || after === undefined) return undefined;
  const most = Math.max(before.length, after.length);
  const differs = [...before].findIndex((letter, at) => after.charAt(at) !== letter);
  if (most > longestPaired || differs < sharedAtLeast) return undefined;
  const text = changedWords(before, after, longestPaired);
  const kept = (text ?? []).flatMap((part) => (typeof part === 'object' && 'value' in part ? [part.value] : []));
  return text === undefined || 2 * kept.join('').length < most ? undefined : { became: 'changed', text };
}

/** Returns the text of an item that consists of one value; undefined for other items. */
const onlyValue = ([part, ...others]: Phrase): string | undefined =>
  others.length === 0 && typeof part === 'object' && 'value' in part ? part.value : undefined;

/** Maximum number of added lines with which a removed line is compared, because comparisons are slow. */
const nearby = 5;
/** Maximum length of a line with marked changes. */
const longestPaired = 160;
/** Minimum number of equal characters at the beginning of two similar lines. */
const sharedAtLeast = 6;

/** Omits XML comments, unless only comments change. */
export function withoutComments(items: readonly Item[]): readonly Item[] {
  const others = items.filter(({ text }) => !/^<!--.*-->$/s.test(textIn(text)));
  return others.length === 0 ? items : others;
}

/** Returns the text of a phrase, without its formatting. */
const textIn = (phrase: Phrase): string =>
  phrase
    .map((part) => {
      if (typeof part === 'string') return part;
      if ('value' in part) return part.value;
      return 'gone' in part ? textIn(part.gone) : 'come' in part ? textIn(part.come) : '';
    })
    .join('');
