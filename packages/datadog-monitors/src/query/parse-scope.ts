import type { Scope } from './query-tree';
import type { Scanner, Token } from './scanner';

// This limit is well above the depth of real scopes, and prevents hostile input from exhausting the stack.
const deepest = 50;

interface ScopeReader {
  readonly scanner: Scanner;
  /** First operator of each scope grammar. A scope must use only one of the two grammars. */
  comma: Token | undefined;
  boolean: Token | undefined;
}

/**
 * Reads a scope after its `{`.
 * Source: docs.datadoghq.com/metrics/advanced-filtering: `,` and `!` cannot be mixed with AND, OR, NOT and IN.
 */
export function readScope(scanner: Scanner): Scope {
  const reading: ScopeReader = { scanner, comma: undefined, boolean: undefined };
  const scope = readOr(reading, 0);
  scanner.expect('}', 'to close the scope');
  if (reading.comma && reading.boolean) {
    const { text, column } = reading.boolean;
    throw scanner.error(
      `${text} and ${reading.comma.text} cannot be mixed in one scope; use AND instead of , and NOT instead of !`,
      column,
    );
  }
  return scope;
}

function readOr(reading: ScopeReader, depth: number): Scope {
  return readJoined(reading, 'OR', () => readAnd(reading, depth));
}

function readAnd(reading: ScopeReader, depth: number): Scope {
  return readJoined(reading, 'AND', () => readCommas(reading, depth));
}

function readJoined(reading: ScopeReader, sign: 'AND' | 'OR', read: () => Scope): Scope {
  const parts = [read()];
  for (let word = takeWord(reading, sign); word; word = takeWord(reading, sign)) {
    reading.boolean ??= word;
    parts.push(read());
  }
  return joined(sign === 'AND' ? 'and' : 'or', sign, parts);
}

function readCommas(reading: ScopeReader, depth: number): Scope {
  const parts = [readTerm(reading, depth)];
  while (reading.scanner.scopeSign() === ',') {
    const comma = reading.scanner.next();
    reading.comma ??= comma;
    parts.push(readTerm(reading, depth));
  }
  return joined('and', ',', parts);
}

function joined(kind: 'and' | 'or', sign: ',' | 'AND' | 'OR', parts: readonly Scope[]): Scope {
  const [first] = parts;
  const last = parts.at(-1);
  if (!first || !last || parts.length === 1) return first ?? { kind: 'all', column: 1, end: 1 };
  return { kind, sign, parts, column: first.column, end: last.end };
}

function readTerm(reading: ScopeReader, depth: number): Scope {
  const { scanner } = reading;
  if (depth > deepest) throw scanner.error(`the scope is nested deeper than ${deepest} levels`, scanner.position + 1);
  if (scanner.scopeSign() === '!') {
    const sign = scanner.next();
    reading.comma ??= sign;
    return negated(reading, '!', sign, readTerm(reading, depth + 1));
  }
  const not = takeWord(reading, 'NOT');
  if (not) {
    reading.boolean ??= not;
    return negated(reading, 'NOT', not, readTerm(reading, depth + 1));
  }
  if (scanner.scopeSign() === '(') {
    const opening = scanner.next();
    reading.boolean ??= opening;
    const inner = readOr(reading, depth + 1);
    const closing = scanner.expect(')', 'to close the parenthesis');
    return { ...inner, column: opening.column, end: closing.end };
  }
  return readTag(reading);
}

function negated(_reading: ScopeReader, sign: '!' | 'NOT', token: Token, of: Scope): Scope {
  return { kind: 'not', sign, of, column: token.column, end: of.end };
}

function readTag(reading: ScopeReader): Scope {
  const { scanner } = reading;
  const token = scanner.tag();
  if (!token) throw scanner.unexpected(scanner.peek(), 'a tag such as env:prod, or *');
  const { text, column, end } = token;
  if (text === '*') return { kind: 'all', column, end };
  if (text.startsWith('$')) {
    throw scanner.error(`${text} is a template variable of dashboards; a monitor needs the tag itself`, column);
  }
  const colon = text.indexOf(':');
  if (colon === 0) throw scanner.error(`${text} has no key before the colon`, column);
  if (colon > 0) return { kind: 'tag', key: text.slice(0, colon), value: text.slice(colon + 1), column, end };
  const not = takeWord(reading, 'NOT');
  const word = takeWord(reading, 'IN');
  if (!word && not) throw scanner.unexpected(scanner.peek(), 'IN after NOT');
  if (!word) return { kind: 'tag', key: text, value: undefined, column, end };
  reading.boolean ??= word;
  return readIn(reading, token, not !== undefined);
}

function readIn({ scanner }: ScopeReader, key: Token, isNegated: boolean): Scope {
  scanner.expect('(', 'before the values of IN');
  const values: string[] = [];
  do {
    const value = scanner.tag();
    if (!value) throw scanner.unexpected(scanner.peek(), 'a value of IN');
    values.push(value.text);
  } while (scanner.take(','));
  const closing = scanner.expect(')', 'after the values of IN');
  return { kind: 'in', key: key.text, values, negated: isNegated, column: key.column, end: closing.end };
}

function takeWord({ scanner }: ScopeReader, wanted: string): Token | undefined {
  const before = scanner.position;
  const token = scanner.tag();
  if (token && token.text.toUpperCase() === wanted) return { ...token, text: wanted };
  scanner.position = before;
  return undefined;
}
