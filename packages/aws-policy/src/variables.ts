import { type Piece, wildcardPieces } from './wildcard';

/** Values of condition keys and policy variables, such as `iot:ClientId`; several where a key has several. */
export type PolicyContext = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Condition keys are not case-sensitive. IAM user guide, "reference_policies_elements_condition". */
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
  /** What stands for it where it has no value: `${aws:username, 'nobody'}`. */
  readonly fallback: string | undefined;
}

/** @returns undefined where a variable has no value, or several: what is written then means nothing */
export type Resolved<Prepared> = (context: PolicyContext) => Prepared | undefined;

export interface PatternText {
  readonly text: string;
  /** Whether `${…}` is a variable: documents before version 2012-10-17 have none. */
  readonly variables: boolean;
}

/**
 * Prepares a text of a policy for its comparison, at once where it has no variables, else for each context. What a
 * variable stands for is plain text whatever it holds: a client that is called `*` gains nothing by it.
 */
export function resolved<Prepared>(
  { text, variables }: PatternText,
  prepare: (pieces: readonly Piece[]) => Prepared,
): Resolved<Prepared> {
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

/**
 * What stands between `${` and `}`: a variable, or one of the characters that stand for themselves so.
 * Source: IAM user guide, "reference_policies_variables".
 */
export function readVariable(inside: string): Piece | Variable {
  if (inside === '*' || inside === '?' || inside === '$') return { text: inside };
  const [, name = inside, fallback] = /^([^,]*?)\s*,\s*'([^']*)'$/.exec(inside) ?? [];
  return { variable: name, fallback };
}
