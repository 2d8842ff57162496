/** Condition in a fleet indexing query for things or groups. */
export type FleetQuery =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly FleetQuery[] }
  | { readonly kind: 'not'; readonly query: FleetQuery }
  | { readonly kind: 'word'; readonly field: string | undefined; readonly word: Word }
  | { readonly kind: 'phrase'; readonly field: string | undefined; readonly words: readonly string[] }
  | { readonly kind: 'range'; readonly field: string; readonly min: Bound; readonly max: Bound };

/** Word, which may contain the wildcards `*` and `?`. */
export interface Word {
  /** Text of the word, without escape characters. */
  readonly text: string;
  /** Case-insensitive pattern that the whole word must match; undefined if the word contains no wildcards. */
  readonly pattern: RegExp | undefined;
}

export interface Bound {
  /** Limit of the range; undefined if the range is open (`*`). */
  readonly value: string | undefined;
  readonly inclusive: boolean;
  /** Whether the value is quoted, which makes it a string even if it looks like a number. */
  readonly quoted: boolean;
}

/** Error for syntax that fleet indexing does not support, with its position in the query. */
export class FleetQueryError extends Error {
  constructor(
    readonly reason: string,
    /** Column in the query, starting at 1. */
    readonly column: number,
  ) {
    super(`${reason} (column ${column})`);
    this.name = 'FleetQueryError';
  }
}
