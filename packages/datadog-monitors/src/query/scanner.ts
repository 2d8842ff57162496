import { QueryError } from './query-error';
import type { TextSpan } from './query-tree';

export interface Token extends TextSpan {
  readonly kind: 'word' | 'number' | 'text' | 'sign' | 'end';
  readonly text: string;
}

const space = /\s*/y;
// A metric's name starts with a letter and contains letters, digits, underscores and dots
// (docs.datadoghq.com/metrics/custom_metrics).
const word = /[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*/y;
const number = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const text = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/y;
const sign = />=|<=|==|!=|&&|\|\||[(){},:.=<>+\-*/!]/y;
// Inside braces, a tag may contain almost any character (docs.datadoghq.com/getting_started/tagging).
const tag = /[^\s{}(),!]+/y;

// Datadog's maximum length is not published; real queries are much shorter.
const longest = 20_000;

/** Creates a scanner for the text of a query. @throws QueryError if the text is too long */
export function scannerOf(text: string): Scanner {
  if (text.length <= longest) return new Scanner(text);
  const message = `the query has ${text.length} characters; the maximum is ${longest}`;
  throw new QueryError({ message, column: longest });
}

/** Tokenizer of queries. Within the braces of a scope, the parser reads tags instead. */
export class Scanner {
  /** Offset, counted from 0. */
  position = 0;

  constructor(readonly source: string) {}

  peek(): Token {
    const start = this.start();
    if (start >= this.source.length) return placed('end', '', start);
    const found =
      this.at('word', word, start) ??
      this.at('number', number, start) ??
      this.at('text', text, start) ??
      this.at('sign', sign, start);
    if (found) return found;
    const [character = ''] = Array.from(this.source.slice(start, start + 2));
    throw this.error(`unexpected character ${character}`, start + 1);
  }

  next(): Token {
    const token = this.peek();
    this.position = token.end - 1;
    return token;
  }

  /** Consumes an operator or bracket if it is the next token. */
  take(wanted: string): Token | undefined {
    const token = this.peek();
    return token.kind === 'sign' && token.text === wanted ? this.next() : undefined;
  }

  /** Skips white space, then consumes and returns the match of a sticky pattern. */
  takePattern(pattern: RegExp): Token | undefined {
    const found = this.at('word', pattern, this.start());
    if (found) this.position = found.end - 1;
    return found;
  }

  expect(wanted: string, where: string): Token {
    const token = this.take(wanted);
    if (token) return token;
    throw this.unexpected(this.peek(), `${wanted} ${where}`);
  }

  /** Returns the next tag of a scope, or undefined if the next token is an operator or bracket. */
  tag(): Token | undefined {
    return this.takePattern(tag);
  }

  /** Returns the next operator or bracket in a scope without consuming it. */
  scopeSign(): string {
    return this.source[this.start()] ?? '';
  }

  unexpected(token: Token, expected: string): QueryError {
    const found = token.kind === 'end' ? 'found the end' : `found ${token.text}`;
    return this.error(`expected ${expected}, ${found}`, token.column, expected);
  }

  error(message: string, column: number, expected?: string): QueryError {
    return new QueryError({ message, column, ...(expected !== undefined && { expected }) });
  }

  private start(): number {
    space.lastIndex = this.position;
    return this.position + (space.exec(this.source)?.[0].length ?? 0);
  }

  private at(kind: Token['kind'], pattern: RegExp, start: number): Token | undefined {
    pattern.lastIndex = start;
    const found = pattern.exec(this.source)?.[0];
    return found === undefined ? undefined : placed(kind, found, start);
  }
}

function placed(kind: Token['kind'], found: string, start: number): Token {
  return { kind, text: found, column: start + 1, end: start + 1 + found.length };
}
