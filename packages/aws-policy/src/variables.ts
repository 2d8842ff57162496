import { type Piece, wildcardPieces } from './wildcard';

/** Values of condition keys and policy variables, such as `iot:ClientId`; a key can have several. */
export type PolicyContext = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Returns the values of a case-insensitive condition key. Source: IAM user guide, "reference_policies_elements_condition". */
export function contextValue(context: PolicyContext, key: string): readonly string[] | undefined {
  const value = Object.hasOwn(context, key) ? context[key] : valueInAnyCase(context, key.toLowerCase());
  return typeof value === 'string' ? [value] : value;
}

function valueInAnyCase(context: PolicyContext, lowerKey: string) {
  for (const name of Object.keys(context)) if (name.toLowerCase() === lowerKey) return context[name];
  return undefined;
}

interface Variable {
  readonly variable: string;
  /** Default value, as in `${aws:username, 'guest'}`, for a variable without a value. */
  readonly fallback: string | undefined;
}

/** Function that returns the prepared text for a context, or undefined if a variable does not have exactly one value. */
export type PreparedText<Prepared> = (context: PolicyContext) => Prepared | undefined;

export interface PatternText {
  readonly text: string;
  /** Whether `${…}` is a variable, as in version 2012-10-17, rather than plain text. */
  readonly variables: boolean;
}

/**
 * Prepares text from a policy for comparisons. Text without variables is prepared only once; other text is prepared again for each context.
 * Variable values are literal text, so a client named `*` gains no permissions.
 */
export function prepareText<Prepared>(
  { text, variables }: PatternText,
  prepare: (pieces: readonly Piece[]) => Prepared,
): PreparedText<Prepared> {
  const written = variables ? readPieces(text) : wildcardPieces(text);
  const plain = written.filter(isPlain);
  if (plain.length === written.length) {
    const prepared = prepare(plain);
    return () => prepared;
  }
  return (context) => {
    const pieces = fill(written, context);
    return pieces && prepare(pieces);
  };
}

const isPlain = (piece: Piece | Variable): piece is Piece => !('variable' in piece);

function fill(written: readonly (Piece | Variable)[], context: PolicyContext): readonly Piece[] | undefined {
  const pieces: Piece[] = [];
  for (const piece of written) {
    if (isPlain(piece)) pieces.push(piece);
    else {
      const values = contextValue(context, piece.variable) ?? [];
      const value = values.length === 0 ? piece.fallback : values[0];
      if (value === undefined || values.length > 1) return undefined;
      pieces.push({ text: value });
    }
  }
  return pieces;
}

function readPieces(text: string): readonly (Piece | Variable)[] {
  const pieces: (Piece | Variable)[] = [];
  let from = 0;
  for (const found of text.matchAll(/\$\{([^}]*)\}/g)) {
    pieces.push(...wildcardPieces(text.slice(from, found.index)), readVariable(found[1] ?? ''));
    from = found.index + found[0].length;
  }
  pieces.push(...wildcardPieces(text.slice(from)));
  return pieces;
}

/** Parses the content of `${…}`: a variable or an escaped character. Source: IAM user guide, "reference_policies_variables". */
export function readVariable(inside: string): Piece | Variable {
  if (inside === '*' || inside === '?' || inside === '$') return { text: inside };
  const [, name = inside, fallback] = /^([^,]*?)\s*,\s*'([^']*)'$/.exec(inside) ?? [];
  return { variable: name, fallback };
}
