/** Location in a source file. */
export interface SourceLocation {
  /** Path relative to the root of the project. */
  readonly path: string;
  /** Line number, starting at 1. */
  readonly line: number;
  /** True if this is an approximate location, because the declaring line was not found. */
  readonly isElsewhere?: true;
}

/** Returns the line number of a character index, starting at 1. */
export const lineAt = (text: string, offset: number) => text.slice(0, offset).split('\n').length;

/** Escapes a string for use in a regular expression. */
export const escaped = (text: string) => text.replace(/[\\^$.|?+*()[\]{}]/g, '\\$&');
