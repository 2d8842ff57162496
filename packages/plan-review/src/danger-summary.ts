import { lengthOfPhrase, type Part, type Phrase } from './phrase';

/** Shortens a danger for the headline, without its consequence and its attribute: `a is deleted` for `a is deleted: its items are lost`. */
export const summarizeDanger = (what: Phrase): Phrase =>
  withoutAttribute(withoutConsequence(withoutAttribute(firstClause(merged(what)))));

/** Omits the consequence with names, or the parenthesis, at the end of a summary that is longer than a maximum. */
export function withoutLongEnding(summary: Phrase, most: number): Phrase {
  const colon = summary.findIndex(startsConsequence);
  const start = summary[colon];
  if (lengthOfPhrase(summary) > most && typeof start === 'string')
    return [...summary.slice(0, colon), start.replace(/: $/, '')];
  const at = summary.findLastIndex((part) => typeof part === 'string' && part.includes(' ('));
  const open = summary[at];
  const last = summary.at(-1);
  return lengthOfPhrase(summary) <= most || typeof open !== 'string' || typeof last !== 'string' || !last.endsWith(')')
    ? summary
    : [...summary.slice(0, at), open.slice(0, open.lastIndexOf(' ('))].filter((part) => part !== '');
}

/** Returns whether a part precedes a consequence that contains names: `a is deleted: b loses c`. */
const startsConsequence = (part: Part, at: number, { length }: Phrase): boolean =>
  typeof part === 'string' && /\b(?:is deleted|changes?): $/.test(part) && at < length - 1;

/** Returns whether a danger states its consequence. */
export const statesConsequence = (what: Phrase): boolean =>
  merged(what).some(startsConsequence) ||
  lengthOfPhrase(summarizeDanger(what)) < lengthOfPhrase(withoutAttribute(what));

/** Joins adjacent fixed words into one part. */
function merged(what: Phrase): Phrase {
  const parts: Part[] = [];
  for (const part of what) {
    const last = parts.at(-1);
    if (typeof last === 'string' && typeof part === 'string') parts.splice(-1, 1, last + part);
    else parts.push(part);
  }
  return parts;
}

/** Returns a danger up to its first semicolon or period. */
function firstClause(what: Phrase): Phrase {
  const at = what.findIndex((part) => typeof part === 'string' && endOfClause.test(part));
  const part = what[at];
  return typeof part !== 'string'
    ? what
    : [...what.slice(0, at), part.slice(0, part.search(endOfClause))].filter((one) => one !== '');
}

const endOfClause = /[;.] /;

/** Omits the attribute in parentheses at the end of a danger, and its value: ` (internal: false)`. */
function withoutAttribute(what: Phrase): Phrase {
  const at = what.findLastIndex((part) => typeof part === 'string' && part.endsWith(' ('));
  const [open, attribute, ...value] = what.slice(Math.max(at, 0));
  return typeof open === 'string' && isName(attribute) && isValue(value)
    ? [...what.slice(0, at), open.slice(0, -' ('.length)].filter((part) => part !== '')
    : what;
}

const isName = (part: Part | undefined): boolean => typeof part === 'object' && 'code' in part;

/** Returns whether the rest of a parenthesis is the current value of an attribute. */
const isValue = ([first, ...others]: Phrase): boolean =>
  typeof first === 'string' &&
  (others.length === 0
    ? /^(?: is not set)?\)$/.test(first)
    : first === ': ' && others.at(-1) === ')' && others.slice(0, -1).every((part) => isShown(part)));

const isShown = (part: Part): boolean => part === ' and ' || (typeof part === 'object' && 'value' in part);

/** Marks after which a danger states its consequence in fixed words. */
const consequence = /: |, so /g;

/** Omits a consequence at the end of a danger, unless the remaining words would say too little. */
function withoutConsequence(what: Phrase): Phrase {
  const at = what.length - 1;
  const last = what[at];
  if (typeof last !== 'string') return what;
  const before = fixedWords(what.slice(0, -1));
  const place = [...last.matchAll(consequence)].find(({ index }) => {
    const kept = `${before}${last.slice(0, index)}`;
    return /[a-z]/i.test(kept) && !/ is created$/.test(kept) && isBalanced(kept);
  })?.index;
  return place === undefined ? what : [...what.slice(0, -1), last.slice(0, place)].filter((part) => part !== '');
}

const fixedWords = (phrase: Phrase): string => phrase.filter((part) => typeof part === 'string').join('');

const isBalanced = (text: string): boolean => text.split('(').length === text.split(')').length;
