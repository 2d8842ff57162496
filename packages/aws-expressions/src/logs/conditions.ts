import { PatternError } from './pattern-error';
import { regularExpressionOf } from './regular-expression';

/** Predicate that returns whether a subject satisfies a condition. */
export type Test<Subject> = (subject: Subject) => boolean;

/** Cursor that reads a pattern token by token. */
export interface Cursor {
  /** Returns the next token, or the token `ahead` positions after it, without consuming it. Returns undefined at the end. */
  peek(ahead?: number): string | undefined;
  /** Consumes and returns the next token. Throws a PatternError if the token is missing or differs from `expected`. */
  take(expected?: string): string;
  /** Returns an error with the position of the last consumed token. */
  wrong(reason: string): PatternError;
  /** Throws a PatternError if any tokens are left. */
  end(): void;
}

/**
 * Splits a pattern into tokens and returns a cursor over them.
 * @param tokenPattern sticky regular expression whose first group is the token
 * @throws PatternError at an unexpected character
 */
export function cursorOf(pattern: string, tokenPattern: RegExp): Cursor {
  const tokens: { text: string; column: number }[] = [];
  tokenPattern.lastIndex = 0;
  while (pattern.slice(tokenPattern.lastIndex).trim() !== '') {
    const column = pattern.length - pattern.slice(tokenPattern.lastIndex).trimStart().length + 1;
    const text = tokenPattern.exec(pattern)?.[1];
    if (text === undefined) throw new PatternError('unexpected character', column, pattern);
    tokens.push({ text, column });
  }
  let at = 0;
  return {
    peek: (ahead = 0) => tokens[at + ahead]?.text,
    take(expected) {
      const token = tokens[at];
      if (token === undefined || (expected !== undefined && token.text !== expected))
        throw new PatternError(`expected ${expected ?? 'more'}`, token?.column ?? pattern.length + 1, pattern);
      at += 1;
      return token.text;
    },
    wrong: (reason) => new PatternError(reason, tokens[at - 1]?.column ?? 1, pattern),
    end() {
      const token = tokens[at];
      if (token !== undefined) throw new PatternError('expected the end', token.column, pattern);
    },
  };
}

/**
 * Reads conditions combined with `&&`, `||` (lower precedence) and parentheses. `read` reads a single condition.
 */
export function readConditions<Subject>(cursor: Cursor, read: () => Test<Subject>): Test<Subject> {
  const primary = (): Test<Subject> => {
    if (cursor.peek() !== '(') return read();
    cursor.take('(');
    const inner = readConditions(cursor, read);
    cursor.take(')');
    return inner;
  };
  const readJoined = (operator: string, operand: () => Test<Subject>, first = operand()): readonly Test<Subject>[] => {
    const tests = [first];
    while (cursor.peek() === operator) {
      cursor.take();
      tests.push(operand());
    }
    return tests;
  };
  const both = (): Test<Subject> => {
    const tests = readJoined('&&', primary);
    return (subject) => tests.every((test) => test(subject));
  };
  const tests = readJoined('||', both);
  return (subject) => tests.some((test) => test(subject));
}

export interface Comparison {
  operator: string;
  /** Numeric value to compare with; undefined for text. */
  number: number | undefined;
  /** Matches text against the value: `*` is a wildcard, and `%…%` is a regular expression. */
  fits: Test<string>;
}

/**
 * Reads a comparison such as `= 4*`, `>= 500`, `!= "a b"` or `= %[0-9]+%`. Throws a PatternError if it is invalid.
 * @param others other operators that the error message lists
 */
export function readComparison(cursor: Cursor, others = ''): Comparison {
  const operator = cursor.take();
  if (!/^(!?=|[<>]=?)$/.test(operator)) throw cursor.wrong(`expected = != > >= < <=${others}`);
  const raw = cursor.take();
  if (!/^["%]|[^\s,[\]{}()=!<>&|]/.test(raw)) throw cursor.wrong('expected a value');
  const number = /^["%]/.test(raw) || Number.isNaN(Number(raw)) ? undefined : Number(raw);
  if (/[<>]/.test(operator) && number === undefined) throw cursor.wrong(`${operator} compares numbers`);
  if (!raw.startsWith('%')) return { operator, number, fits: wildcard(unquote(raw)) };
  const expression = regularExpressionOf(raw.slice(1, -1), (reason) => cursor.wrong(reason));
  return { operator, number, fits: (text) => expression.test(text) };
}

/** Returns whether a number satisfies a comparison with a limit. The operator is >, >=, < or <=. */
export function isOrdered(operator: string, value: number, limit: number): boolean {
  if (operator.startsWith('>')) return operator === '>' ? value > limit : value >= limit;
  return operator === '<' ? value < limit : value <= limit;
}

const unquote = (raw: string) => (raw.startsWith('"') ? raw.slice(1, -1).replace(/\\(.)/g, '$1') : raw);

/**
 * Returns a predicate that matches text against a pattern with `*`. It searches for the parts between the wildcards in order,
 * because a regular expression with many `.*` could take forever.
 */
function wildcard(pattern: string): Test<string> {
  const [first = '', ...middle] = pattern.split('*');
  const last = middle.pop();
  if (last === undefined) return (text) => text === first;
  return (text) => {
    if (!text.startsWith(first)) return false;
    let at = first.length;
    for (const part of middle) {
      const found = text.indexOf(part, at);
      if (found === -1) return false;
      at = found + part.length;
    }
    return text.length - last.length >= at && text.endsWith(last);
  };
}
