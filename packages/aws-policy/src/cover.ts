import { fitsWildcard, wildcardPieces } from './wildcard';

/** A character, or what stands for any one (`?`) or any number of them (`*`). */
type Symbol = string | { readonly any: 'one' | 'number' };

/**
 * Whether every text that fits `narrow` fits `wide`, too. Where a variable stands (`${aws:username}`), only the same
 * variable or a wildcard covers it. If the patterns are too long to tell, it does not.
 */
export function covers(wide: string, narrow: string): boolean {
  if (wide === narrow || wide === '*') return true;
  if (isText(wide)) return false;
  if (isText(narrow) && !hasVariable(wide)) return fitsText(wide, narrow) ?? false;
  return fits(symbolsOf(wide), symbolsOf(narrow), isCovered) ?? false;
}

/** Whether some text fits both. If the patterns are too long to tell, they overlap. */
export function overlap(one: string, other: string): boolean {
  if (isText(one) && !hasVariable(other)) return fitsText(other, one) ?? true;
  if (isText(other) && !hasVariable(one)) return fitsText(one, other) ?? true;
  const [left, right] = [symbolsOf(one), symbolsOf(other)];
  if (!left.some(isMany)) return fits(right, left, isCommon) ?? true;
  if (!right.some(isMany)) return fits(left, right, isCommon) ?? true;
  // what each has between its first and its last `*`, those of the other stand for
  return startsMeet(left, right) && startsMeet(left.toReversed(), right.toReversed());
}

// most names stand for themselves, and fit or do not: walking both takes many times as long
const isText = (pattern: string) => !/[*?$]/.test(pattern);
const hasVariable = (pattern: string) => pattern.includes('$');

// IAM user guide, "reference_policies_variables": these stand for the characters themselves
const literal = /^\$\{([*?$])\}/;

function symbolsOf(pattern: string): readonly Symbol[] {
  const symbols: Symbol[] = [];
  for (let at = 0; at < pattern.length; ) {
    const [whole, character] = literal.exec(pattern.slice(at, at + 4)) ?? [];
    if (whole !== undefined && character !== undefined) {
      // as one symbol that no wildcard of another pattern is taken for
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

/** Whether a symbol, which is not `*`, fits whatever the other one stands for. */
const isCovered: IsFit = (wide, narrow) => narrow !== undefined && !isMany(narrow) && (isOne(wide) || wide === narrow);

/** Whether two symbols, neither of which is `*`, may stand for the same character. */
const isCommon: IsFit = (one, other) => other !== undefined && (isOne(one) || isOne(other) || one === other);

/** Whether what stands before the first `*` of both patterns may be the same, as far as both reach. */
function startsMeet(one: readonly Symbol[], other: readonly Symbol[]): boolean {
  const length = Math.min(one.findIndex(isMany), other.findIndex(isMany));
  return one.slice(0, length).every((symbol, at) => isCommon(symbol, other[at]));
}

/** Comparisons of symbols at most; no ARN is longer than 2,048 characters. */
const comparisonsAtMost = 10_000_000;

const fitsText = (pattern: string, text: string): boolean | undefined =>
  pattern.length * text.length > comparisonsAtMost ? undefined : fitsWildcard(pattern, text);

/**
 * Whether symbols fit a pattern: each part between two `*` is taken where it fits first. A `*` of the pattern fits any symbols,
 * `*` included.
 * @returns undefined if they are too long to tell
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

/** The parts of a pattern before, between and after its `*`. */
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
