/** Position in a statement. Line and column are 1-based; the column counts UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Error for a statement, expression or template that AWS IoT would reject, or that this library does not support. */
export class SqlError extends Error {
  override readonly name = 'SqlError';
  readonly line: number;
  readonly column: number;
  /** Expected tokens in readable form, for example `FROM` or `an expression`. */
  readonly expected?: readonly string[];

  constructor({ message, at, expected }: { message: string; at: Position; expected?: readonly string[] }) {
    super(message);
    this.line = at.line;
    this.column = at.column;
    if (expected !== undefined) this.expected = expected;
  }
}

const widest = 76;
const indent = '    ';

/**
 * Formats an error with the faulty line and a caret below the column. A long line is truncated with `…`. The first line is `line
 * 1, column 78`, which callers can prefix with the file and rule.
 */
export function formatSqlError({ error, statement }: { error: SqlError; statement: string }): string {
  const line = statement.split('\n')[error.line - 1] ?? '';
  const { text, caret } = excerpt(line.replace(/[\t\r]/g, ' '), error.column - 1);
  return [
    `line ${error.line}, column ${error.column}`,
    indent + text,
    `${indent}${' '.repeat(caret)}^`,
    indent + error.message,
  ].join('\n');
}

function excerpt(line: string, at: number): { text: string; caret: number } {
  if (line.length <= widest) return { text: line, caret: at };
  const from = startOfWord(line, Math.max(0, Math.min(at - widest + 12, line.length - widest)), at);
  const cut = line.slice(from, from + widest);
  const before = from > 0 ? '… ' : '';
  const after = from + widest < line.length ? ' …' : '';
  return { text: before + cut + after, caret: at - from + before.length };
}

function startOfWord(line: string, from: number, at: number): number {
  if (from === 0) return 0;
  const space = line.indexOf(' ', from);
  return space >= 0 && space + 1 < at && space - from < 20 ? space + 1 : from;
}
