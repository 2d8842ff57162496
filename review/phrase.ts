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

/** Phrases with a word between each two: `a, b and c`. */
export function joined(phrases: readonly Phrase[], last = 'and'): Phrase {
  return phrases.flatMap((phrase, at) => {
    if (at === 0) return phrase;
    return [at === phrases.length - 1 ? ` ${last} ` : ', ', ...phrase];
  });
}

/** `1 queue`, `3 queues`, `2 policies`. */
export function counted(count: number, noun: string): string {
  if (count === 1) return `1 ${noun}`;
  return `${count} ${/[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : /(s|x|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`}`;
}
