import { fitsWildcard, wildcardPieces } from './wildcard';

/** A character, or what stands for any one (`?`) or any number of them (`*`). */
type Symbol = string | { readonly any: 'one' | 'number' };

/**
 * Whether every text that fits `narrow` fits `wide`, too. Where a variable stands (`${aws:username}`), only the same
 * variable or a wildcard covers it. What cannot be told is taken for not covered.
 */
export function covers(wide: string, narrow: string): boolean {
  if (wide === narrow || wide === '*') return true;
  if (isText(wide)) return false;
  if (isText(narrow) && !hasVariable(wide)) return fitsWildcard(wide, narrow);
  return meets(symbolsOf(wide), symbolsOf(narrow), covered);
}

/** Whether some text fits both. */
export function overlap(one: string, other: string): boolean {
  if (isText(one) && !hasVariable(other)) return fitsWildcard(other, one);
  if (isText(other) && !hasVariable(one)) return fitsWildcard(one, other);
  return meets(symbolsOf(one), symbolsOf(other), common);
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

type Step = (one: Symbol | undefined, other: Symbol | undefined) => { one: boolean; other: boolean; both: boolean };

const isMany = (symbol: Symbol | undefined) => typeof symbol === 'object' && symbol.any === 'number';
const isOne = (symbol: Symbol | undefined) => typeof symbol === 'object' && symbol.any === 'one';

const covered: Step = (wide, narrow) => ({
  // `*` stands for nothing more, or for one more of what the other may be
  one: isMany(wide),
  other: isMany(wide) && narrow !== undefined,
  both: narrow !== undefined && !isMany(narrow) && (isOne(wide) || wide === narrow),
});

const common: Step = (one, other) => ({
  // `*` of either stands for nothing more, or for one more of what the other has
  one: isMany(one) || (isMany(other) && one !== undefined),
  other: isMany(other) || (isMany(one) && other !== undefined),
  both:
    one !== undefined && other !== undefined && (typeof one === 'object' || typeof other === 'object' || one === other),
});

/** Whether both patterns can be walked to their ends by the steps that are open at each place. */
function meets(one: readonly Symbol[], other: readonly Symbol[], step: Step): boolean {
  const width = other.length + 1;
  const seen = new Uint8Array((one.length + 1) * width);
  const open = [0];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const [at, beside] = [Math.floor(place / width), place % width];
    if (at === one.length && beside === other.length) return true;
    const may = step(one[at], other[beside]);
    const next = [
      ...(may.one ? [place + width] : []),
      ...(may.other && beside < other.length ? [place + 1] : []),
      ...(may.both && at < one.length && beside < other.length ? [place + width + 1] : []),
    ];
    for (const to of next) {
      if (seen[to] === 1) continue;
      seen[to] = 1;
      open.push(to);
    }
  }
  return false;
}
