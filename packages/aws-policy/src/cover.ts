import { fitsWildcard, wildcardPieces } from './wildcard';

/**
 * Symbol in a pattern: a literal character, a wildcard for one character (`?`), or a wildcard for any number of characters (`*`).
 */
type Symbol = string | { readonly any: 'one' | 'number' };

/**
 * Returns whether every text that matches `narrow` also matches `wide`. A variable such as `${aws:username}` is covered only by
 * itself or a wildcard. Returns false if the patterns are too long to compare.
 */
export function covers(wide: string, narrow: string): boolean {
  if (wide === narrow || wide === '*') return true;
  if (isText(wide)) return false;
  if (isText(narrow) && !hasVariable(wide)) return fitsText(wide, narrow) ?? false;
  return fits(symbolsOf(wide), symbolsOf(narrow), isCovered) ?? false;
}

/** Returns whether a text could match both patterns. Returns true if the patterns are too long to compare. */
export function overlap(one: string, other: string): boolean {
  if (isText(one) && !hasVariable(other)) return fitsText(other, one) ?? true;
  if (isText(other) && !hasVariable(one)) return fitsText(one, other) ?? true;
  const [left, right] = [symbolsOf(one), symbolsOf(other)];
  if (!left.some(isMany)) return fits(right, left, isCommon) ?? true;
  if (!right.some(isMany)) return fits(left, right, isCommon) ?? true;
  // compare only the parts before the first `*` and after the last `*`; a `*` can match any text between them
  return startsMeet(left, right) && startsMeet(left.toReversed(), right.toReversed());
}

// fast path: most names contain no wildcards, and comparing symbols is many times slower
const isText = (pattern: string) => !/[*?$]/.test(pattern);
const hasVariable = (pattern: string) => pattern.includes('$');

// `${*}`, `${?}` and `${$}` are literal characters (IAM user guide, "reference_policies_variables")
const literal = /^\$\{([*?$])\}/;

function symbolsOf(pattern: string): readonly Symbol[] {
  const symbols: Symbol[] = [];
  for (let at = 0; at < pattern.length; ) {
    const [whole, character] = literal.exec(pattern.slice(at, at + 4)) ?? [];
    if (whole !== undefined && character !== undefined) {
      // the escaped character remains one symbol, so it is never treated as a wildcard
      symbols.push(whole);
      at += whole.length;
      continue;
    }
    for (const piece of wildcardPieces(pattern.charAt(at))) {
      symbols.push('text' in piece ? piece.text : { any: piece.wildcard === '*' ? 'number' : 'one' });
    }
    at += 1;
  }
  return symbols;
}

const isMany = (symbol: Symbol | undefined) => typeof symbol === 'object' && symbol.any === 'number';
const isOne = (symbol: Symbol | undefined) => typeof symbol === 'object' && symbol.any === 'one';

type IsFit = (symbol: Symbol, other: Symbol | undefined) => boolean;

/** Returns whether a symbol other than `*` matches everything that the other symbol matches. */
const isCovered: IsFit = (wide, narrow) => narrow !== undefined && !isMany(narrow) && (isOne(wide) || wide === narrow);

/** Returns whether two symbols other than `*` may match the same character. */
const isCommon: IsFit = (one, other) => other !== undefined && (isOne(one) || isOne(other) || one === other);

/** Returns whether the beginnings of two patterns, up to the first `*` in either of them, may match the same text. */
function startsMeet(one: readonly Symbol[], other: readonly Symbol[]): boolean {
  const length = Math.min(one.findIndex(isMany), other.findIndex(isMany));
  return one.slice(0, length).every((symbol, at) => isCommon(symbol, other[at]));
}

/** Maximum number of symbol comparisons. This is sufficient for ARNs, which have at most 2,048 characters. */
const comparisonsAtMost = 10_000_000;

const fitsText = (pattern: string, text: string): boolean | undefined =>
  pattern.length * text.length > comparisonsAtMost ? undefined : fitsWildcard(pattern, text);

/**
 * Returns whether a sequence of symbols matches a pattern. Each part between two `*` is matched at its first
 * occurrence. A `*` in the pattern matches any symbols, even `*`.
 * @returns undefined if the comparison would take too long
 */
function fits(pattern: readonly Symbol[], symbols: readonly Symbol[], isFit: IsFit): boolean | undefined {
  const parts = partsOf(pattern);
  const [first = [], ...others] = parts;
  const last = others.pop();
  const fitsAt = (part: readonly Symbol[], at: number) =>
    part.every((symbol, index) => isFit(symbol, symbols[at + index]));
  if (last === undefined) return first.length === symbols.length && fitsAt(first, 0);
  const end = symbols.length - last.length;
  if (first.length > end || !fitsAt(first, 0) || !fitsAt(last, end)) return false;
  const longest = others.reduce((most, { length }) => Math.max(most, length), 0);
  if (longest * symbols.length > comparisonsAtMost) return undefined;
  let at = first.length;
  for (const part of others) {
    while (at + part.length <= end && !fitsAt(part, at)) at += 1;
    at += part.length;
    if (at > end) return false;
  }
  return true;
}

/** Splits a pattern at each `*`. */
function partsOf(pattern: readonly Symbol[]): readonly (readonly Symbol[])[] {
  let part: Symbol[] = [];
  const parts = [part];
  for (const symbol of pattern) {
    if (isMany(symbol)) {
      part = [];
      parts.push(part);
    } else part.push(symbol);
  }
  return parts;
}
