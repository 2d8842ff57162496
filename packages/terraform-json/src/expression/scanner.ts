import { ExpressionError } from './expression-error';

export interface Token {
  readonly kind: 'number' | 'identifier' | 'punctuation' | 'quote' | 'end';
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Whether a line break precedes the token. Line breaks separate an object's entries. */
  readonly afterNewline: boolean;
}

const space = /(?:[ \t\r\n]|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
const number = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// An identifier is a letter or underscore, followed by letters, digits, marks, underscores and hyphens
// (HCL specification, "Identifiers").
const identifier = /[\p{ID_Start}_][\p{ID_Continue}\-\u200c\u200d]*/uy;
const punctuation = /\.\.\.|<<|::|~\}|=>|==|!=|<=|>=|&&|\|\||[[\](){}.,:?=<>+\-*/%!]/y;

/** Tokenizer for a string. The parser may change its position. */
export class Scanner {
  position = 0;

  constructor(readonly source: string) {}

  /** Returns the next token without consuming it. */
  peek(): Token {
    const from = this.position;
    const skipped = match(space, this.source, from) ?? '';
    const start = from + skipped.length;
    const afterNewline = skipped.includes('\n');
    const token = (kind: Token['kind'], text: string): Token => {
      return { kind, text, start, end: start + text.length, afterNewline };
    };
    if (start >= this.source.length) return token('end', '');
    if (this.source[start] === '"') return token('quote', '"');
    const digits = match(number, this.source, start);
    if (digits !== undefined) return token('number', digits);
    const name = match(identifier, this.source, start);
    if (name !== undefined) return token('identifier', name);
    const sign = match(punctuation, this.source, start);
    if (sign !== undefined) return token('punctuation', sign);
    const [character] = Array.from(this.source.slice(start, start + 2));
    throw this.error(`unexpected character ${JSON.stringify(character)}`, start);
  }

  next(): Token {
    const token = this.peek();
    this.position = token.end;
    return token;
  }

  /** Consumes the next token if it is the given punctuation mark. */
  take(text: string): Token | undefined {
    const token = this.peek();
    if (token.kind !== 'punctuation' || token.text !== text) return undefined;
    this.position = token.end;
    return token;
  }

  expect(text: string, where: string): Token {
    const token = this.peek();
    if (token.kind !== 'punctuation' || token.text !== text) throw this.unexpected(token, `${text} ${where}`);
    this.position = token.end;
    return token;
  }

  unexpected(token: Token, expected: string): ExpressionError {
    const found = token.kind === 'end' ? 'the end' : token.text;
    return this.error(`expected ${expected}, found ${found}`, token.start);
  }

  /** Creates an error at a 0-based offset in the source. */
  error(reason: string, offset: number): ExpressionError {
    return new ExpressionError({ reason, column: offset + 1, expression: this.source });
  }
}

function match(pattern: RegExp, source: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0];
}
