/** Where something stands. */
export interface Place {
  /** From the root of the project. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** That it only stands for a place which was not found. */
  readonly isElsewhere?: true;
}

/** The line of a character, from 1. */
export const lineAt = (text: string, offset: number) => text.slice(0, offset).split('\n').length;

/** A text as it stands in a regular expression. */
export const escaped = (text: string) => text.replace(/[\\^$.|?+*()[\]{}]/g, '\\$&');
