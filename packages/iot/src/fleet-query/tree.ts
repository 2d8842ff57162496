/** What a query of fleet indexing asks of each thing or group. */
export type FleetQuery =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly FleetQuery[] }
  | { readonly kind: 'not'; readonly query: FleetQuery }
  | { readonly kind: 'word'; readonly field: string | undefined; readonly word: Word }
  | { readonly kind: 'phrase'; readonly field: string | undefined; readonly words: readonly string[] }
  | { readonly kind: 'range'; readonly field: string; readonly min: Bound; readonly max: Bound };

/** One word, in which `*` and `?` may stand for others. */
export interface Word {
  /** As it is meant, without what escapes its characters. */
  readonly text: string;
  /** Of a whole word in lower case; undefined where nothing stands for anything else. */
  readonly pattern: RegExp | undefined;
}

export interface Bound {
  /** Undefined where it is open: `*`. */
  readonly value: string | undefined;
  readonly inclusive: boolean;
  /** A text even where it looks like a number. */
  readonly quoted: boolean;
}

/** What fleet indexing does not understand, with the place in the query. */
export class FleetQueryError extends Error {
  constructor(
    readonly reason: string,
    /** Counted from 1. */
    readonly column: number,
  ) {
    super(`${reason} (column ${column})`);
    this.name = 'FleetQueryError';
  }
}
