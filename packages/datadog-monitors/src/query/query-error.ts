/** Error for an invalid query. `column` counts from 1 in the query's text. */
export class QueryError extends Error {
  readonly column: number;
  /** Expected input at this position, if known. */
  readonly expected: string | undefined;

  constructor(fault: { message: string; column: number; expected?: string }) {
    super(fault.message);
    this.name = 'QueryError';
    this.column = fault.column;
    this.expected = fault.expected;
  }
}

/**
 * Returns two lines: an excerpt of a query around a column, and a caret below the column.
 * @param width maximum length of the excerpt in characters; omitted text is shown as …
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
