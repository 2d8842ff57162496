import { type Position, SqlError } from './sql-error';

export type TokenKind = 'name' | 'quoted name' | 'string' | 'number' | 'variable' | 'symbol' | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** Text of the token: a name, a variable without its `@`, the content of a string, or any other token as written. */
  readonly text: string;
  readonly at: Position;
  readonly start: number;
  readonly end: number;
}

/** Position of the lexer, with the line number and the offset of the line's start. */
export interface LexerState {
  readonly offset: number;
  readonly line: number;
  readonly lineStart: number;
}

const space = /\s*/y;
const name = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
const number = /\d+(\.\d+)?([eE][+-]?\d+)?/y;
const variable = /@[A-Za-z0-9_]*/y;
// The pattern includes operators of other languages, so that the parser can suggest replacements.
const symbol = /===?|!==?|&&|\|\||<=>|<>|<=|>=|<<|>>|\*\*|\/\*|\/\/|::|[-+*/%=<>(){}[\],.:;!&|^~?]/y;

/**
 * Reads the next AWS IoT SQL token. At the end of the text, the token is `end`.
 * @throws SqlError for an invalid character or an unclosed string
 */
export function nextToken(source: string, from: LexerState): { token: Token; state: LexerState } {
  const state = skipSpace(source, from);
  const start = state.offset;
  const at = { line: state.line, column: start - state.lineStart + 1 };
  const make = (kind: TokenKind, text: string, end: number) => ({
    token: { kind, text, at, start, end },
    state: afterText(source, state, end),
  });
  if (start >= source.length) return make('end', '', start);
  const first = source.charAt(start);
  if (first === "'" || first === '"') return readQuoted(source, start, at, (text, end) => make('string', text, end));
  if (first === '`') return readQuoted(source, start, at, (text, end) => make('quoted name', text, end));
  for (const [kind, pattern] of patterns) {
    const text = match(pattern, source, start);
    if (text !== undefined) return make(kind, kind === 'variable' ? text.slice(1) : text, start + text.length);
  }
  const character = String.fromCodePoint(source.codePointAt(start) ?? 0);
  throw new SqlError({ message: `${character} is not valid in AWS IoT SQL`, at });
}

const patterns: readonly (readonly [TokenKind, RegExp])[] = [
  ['name', name],
  ['number', number],
  ['variable', variable],
  ['symbol', symbol],
];

function match(pattern: RegExp, source: string, start: number): string | undefined {
  pattern.lastIndex = start;
  return pattern.exec(source)?.[0];
}

function skipSpace(source: string, state: LexerState): LexerState {
  return afterText(source, state, state.offset + (match(space, source, state.offset) ?? '').length);
}

function afterText(source: string, { offset, line, lineStart }: LexerState, end: number): LexerState {
  let lines = line;
  let start = lineStart;
  for (let i = source.indexOf('\n', offset); i >= 0 && i < end; i = source.indexOf('\n', i + 1)) {
    lines += 1;
    start = i + 1;
  }
  return { offset: end, line: lines, lineStart: start };
}

// Reads a string in which quotes are doubled. A backslash is an ordinary character, because regular expressions
// contain backslashes.
function readQuoted<T>(source: string, start: number, at: Position, make: (text: string, end: number) => T): T {
  const quote = source.charAt(start);
  let text = '';
  let from = start + 1;
  for (;;) {
    const close = source.indexOf(quote, from);
    if (close < 0) throw new SqlError({ message: `this ${quote} is not closed`, at, expected: [quote] });
    text += source.slice(from, close);
    if (source.charAt(close + 1) !== quote) return make(text, close + 1);
    text += quote;
    from = close + 2;
  }
}
