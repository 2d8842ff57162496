/** Part of a sentence: fixed words, or text from the plan. Text from the plan is always quoted or escaped. */
export type Part =
  | string
  /** Name from the plan, with the URL of its declaration. */
  | { readonly code: string; readonly href?: string }
  /** Attribute value, which is quoted like a name but not colored. */
  | { readonly value: string }
  /** Prose from the plan, which is escaped but not quoted. */
  | { readonly prose: string }
  | { readonly strong: Phrase }
  /** Removed text. */
  | { readonly gone: Phrase }
  /** Added text. */
  | { readonly come: Phrase };

/** Sentence before rendering. Each output format quotes inserted values differently. */
export type Phrase = readonly Part[];

type Inside = string | number | Part | Phrase;

/**
 * Builds a sentence: `` say`${address} is replaced` ``. Inserted strings are quoted in every output format;
 * numbers and phrases are not.
 */
export function say(words: TemplateStringsArray, ...inside: readonly Inside[]): Phrase {
  return words.flatMap((word, at) => {
    const value = inside[at];
    return [...(word === '' ? [] : [word]), ...(value === undefined ? [] : partsOf(value))];
  });
}

function partsOf(value: Inside): readonly Part[] {
  if (typeof value === 'number') return [String(value)];
  if (typeof value === 'string') return [{ code: value }];
  return isPhrase(value) ? value : [value];
}

const isPhrase = (value: Part | Phrase): value is Phrase => Array.isArray(value);

export const strong = (phrase: Phrase): Part => ({ strong: phrase });
/** Creates a phrase from fixed words, which are not quoted. */
export const words = (text: string): Phrase => [text];

/** Joins phrases: `a, b and c`. If a phrase itself contains a conjunction: `a and b, and c`. */
export function joined(phrases: readonly Phrase[], last = 'and'): Phrase {
  const isOfJoined = phrases.some((phrase) => phrase.some((part) => part === ` ${last} ` || part === `, ${last} `));
  const beforeLast = isOfJoined ? `, ${last} ` : ` ${last} `;
  return phrases.flatMap((phrase, at) => {
    if (at === 0) return phrase;
    return [at === phrases.length - 1 ? beforeLast : ', ', ...phrase];
  });
}

/** Joins phrases: `deletes a; changes b`. */
export const joinedBySemicolons = (phrases: readonly Phrase[]): Phrase =>
  phrases.flatMap((phrase, at) => [...(at > 0 ? ['; '] : []), ...phrase]);

/** Truncates a long sentence between two parts, and appends the number of omitted list items. */
export function clipped(phrase: Phrase, most: number): Phrase {
  let left = most;
  const end = phrase.findIndex((part) => {
    left -= lengthOf(part);
    return left < 0;
  });
  // the last part is never truncated
  if (end < 0 || end === phrase.length - 1) return phrase;
  const kept = phrase.slice(0, Math.max(1, end));
  const last = kept.at(-1);
  const whole = isSeparator(last) ? kept.slice(0, -1) : kept;
  const omitted = phrase.slice(whole.length);
  const hidden = omitted.filter(isSeparator).length + omitted.reduce((sum, part) => sum + countedIn(part), 0);
  const beginning =
    typeof last === 'string' && whole === kept ? [...kept.slice(0, -1), last.replace(dangling, '')] : whole;
  return [...beginning, hidden === 0 ? ' …' : ` and ${hidden} more`];
}

/** Returns the number of items that a part stands for, besides itself: 13 for `14 more`, and 14 for ` and 14 more`. */
function countedIn(part: Part): number {
  const [, separator, count] = (typeof part === 'string' && /^(,? (?:and|or) )?(\d+) more\b/.exec(part)) || [];
  return count === undefined ? 0 : Number(count) - (separator === undefined ? 1 : 0);
}

/** Matches spaces, and a word before them after which a phrase cannot end. */
const dangling = /(?: (?:for|on|to|where))? *$/;

const isSeparator = (part: Part | undefined) => typeof part === 'string' && /^(?:, |,? (?:and|or) )$/.test(part);

/** Returns the number of characters in a phrase, without quotes. */
export const lengthOfPhrase = (phrase: Phrase): number => phrase.reduce((sum: number, part) => sum + lengthOf(part), 0);

function lengthOf(part: Part): number {
  if (typeof part === 'string') return part.length;
  const [inside] = Object.values(part);
  return typeof inside === 'string' ? inside.length : lengthOfPhrase(inside);
}

/** Formats a number and a noun: `1 queue`, `3 queues`, `2 policies`. */
export const counted = (count: number, noun: string): string => `${count} ${count === 1 ? noun : plural(noun)}`;

export function plural(noun: string): string {
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(s|x|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;
}

/** Capitalizes the first word of a phrase. Does not change a phrase that begins with text from the plan. */
export function capitalized([first, ...rest]: Phrase): Phrase {
  return typeof first === 'string'
    ? [first.charAt(0).toUpperCase() + first.slice(1), ...rest]
    : first === undefined
      ? []
      : [first, ...rest];
}
