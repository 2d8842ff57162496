/** A query that cannot be read. `column` counts from 1 in the query's text. */
export class QueryError extends Error {
  readonly column: number;
  /** What would have been right there, where that can be said. */
  readonly expected: string | undefined;

  constructor(fault: { message: string; column: number; expected?: string }) {
    super(fault.message);
    this.name = 'QueryError';
    this.column = fault.column;
    this.expected = fault.expected;
  }
}

/**
 * The part of a text around a column, with a caret under it, in two lines.
 * @param width of the excerpt in characters; what is cut off is shown as …
 */
export function excerpt(text: string, column: number, width = 100): string {
  const line = text.replace(/\s/g, ' ');
  const start = Math.max(0, Math.min(column - 1 - Math.floor(width / 2), line.length - width));
  const before = start > 0 ? '…' : '';
  const after = start + width < line.length ? '…' : '';
  const shown = line.slice(start + before.length, start + width - after.length);
  const caret = ' '.repeat(Math.max(0, column - 1 - start));
  return `${before}${shown}${after}\n${caret}^`;
}
