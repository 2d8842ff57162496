/** Line of a source file. */
export interface SourceLocation {
  /** Path relative to the root of the project. */
  readonly path: string;
  /** Line, from 1. */
  readonly line: number;
  /** Set if the declaring line was not found. */
  readonly isElsewhere?: true;
}

/** Returns the line of a character, from 1. */
export const lineAt = (text: string, offset: number) => text.slice(0, offset).split('\n').length;

/** Escapes a text for use in a regular expression. */
export const escaped = (text: string) => text.replace(/[\\^$.|?+*()[\]{}]/g, '\\$&');
