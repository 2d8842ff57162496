/** A line of a file. */
export interface Place {
  /** From the root of the project. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** Set if the real place was not found. */
  readonly isElsewhere?: true;
}

/** Returns the line of a character, from 1. */
export const lineAt = (text: string, offset: number) => text.slice(0, offset).split('\n').length;

/** Escapes a text for use in a regular expression. */
export const escaped = (text: string) => text.replace(/[\\^$.|?+*()[\]{}]/g, '\\$&');
