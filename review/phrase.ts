/** A piece of a sentence: our own words, or a text that somebody else wrote, which is only ever shown as what it is. */
export type Part =
  | string
  | { readonly code: string }
  /** What an attribute is: quoted like every text of others, and told from names where there are colours. */
  | { readonly value: string }
  /** Sentences that were made of somebody's words: shown as sentences, and still nothing but text. */
  | { readonly prose: string }
  | { readonly strong: Phrase }
  /** What stood there before, and what stands there now. */
  | { readonly gone: Phrase }
  | { readonly come: Phrase };

/** A sentence, not yet rendered: Markdown, terminals and JSON each have their own way to quote. */
export type Phrase = readonly Part[];

type Inside = string | number | Part | Phrase;

/**
 * A sentence of ours with the texts of others in it: `` say`${address} is replaced` ``. A text that is put in is quoted
 * wherever it is shown, whatever it holds; numbers and phrases stay as they are.
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
/** Words of ours, as they stand. */
export const words = (text: string): Phrase => [text];

/** Phrases with a word between each two: `a, b and c`; where some of them are such themselves, `a and b, and c`. */
export function joined(phrases: readonly Phrase[], last = 'and'): Phrase {
  const isOfJoined = phrases.some((phrase) => phrase.some((part) => part === ` ${last} ` || part === `, ${last} `));
  const beforeLast = isOfJoined ? `, ${last} ` : ` ${last} `;
  return phrases.flatMap((phrase, at) => {
    if (at === 0) return phrase;
    return [at === phrases.length - 1 ? beforeLast : ', ', ...phrase];
  });
}

/** Cuts a sentence that is longer than so many characters at the end of a part, and says how many list items are hidden. */
export function clipped(phrase: Phrase, most: number): Phrase {
  let left = most;
  const end = phrase.findIndex((part) => {
    left -= lengthOf(part);
    return left < 0;
  });
  // the last part stays, however long it is
  if (end < 0 || end === phrase.length - 1) return phrase;
  const kept = phrase.slice(0, Math.max(1, end));
  const last = kept.at(-1);
  const whole = isSeparator(last) ? kept.slice(0, -1) : kept;
  const hidden = phrase.slice(whole.length).filter(isSeparator).length;
  const beginning = typeof last === 'string' && whole === kept ? [...kept.slice(0, -1), last.trimEnd()] : whole;
  return [...beginning, hidden === 0 ? ' …' : ` and ${hidden} more`];
}

const isSeparator = (part: Part | undefined) => typeof part === 'string' && /^(?:, |,? (?:and|or) )$/.test(part);

function lengthOf(part: Part): number {
  if (typeof part === 'string') return part.length;
  const [inside] = Object.values(part);
  return typeof inside === 'string' ? inside.length : inside.reduce((sum: number, one: Part) => sum + lengthOf(one), 0);
}

/** `1 queue`, `3 queues`, `2 policies`. */
export const counted = (count: number, noun: string): string => `${count} ${count === 1 ? noun : plural(noun)}`;

export function plural(noun: string): string {
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(s|x|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;
}
