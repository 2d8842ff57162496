import { type LexerState, nextToken, type Token } from './lexer';
import { foreignClauses, foreignOperators, keyLikeWords } from './operators';
import { type Position, SqlError } from './sql-error';
import { nearMiss } from './suggest-word';

/** Token stream of a statement, which also creates the error messages for unexpected tokens. */
export class Tokens {
  readonly #source: string;
  #state: LexerState;
  #current: Token;
  #following: { token: Token; state: LexerState } | undefined;
  /** Number of the last line in which `--` was parsed as two minus signs. */
  #dashedLine: number | undefined;

  constructor(source: string, from: LexerState = { offset: 0, line: 1, lineStart: 0 }) {
    this.#source = source;
    const { token, state } = nextToken(source, from);
    this.#current = token;
    this.#state = state;
  }

  get current(): Token {
    return this.#current;
  }

  /** State of the lexer after the current token. */
  get stateAfterCurrent(): LexerState {
    return this.#state;
  }

  /** First character of the current token in the source: the opening quote if the token is a string. */
  get quote(): string {
    return this.#source.charAt(this.#current.start);
  }

  get following(): Token {
    this.#following ??= nextToken(this.#source, this.#state);
    return this.#following.token;
  }

  advance(): Token {
    const token = this.#current;
    const next = this.#following ?? nextToken(this.#source, this.#state);
    this.#following = undefined;
    if (token.text === '-' && next.token.text === '-' && next.token.start === token.end)
      this.#dashedLine = token.at.line;
    this.#current = next.token;
    this.#state = next.state;
    return token;
  }

  isWord(word: string): boolean {
    return isWord(this.#current, word);
  }

  isSymbol(text: string): boolean {
    return isSymbol(this.#current, text);
  }

  /** Consumes the current token and returns true if the token is the given word; otherwise returns false. */
  takeWord(word: string): boolean {
    const found = this.isWord(word);
    if (found) this.advance();
    return found;
  }

  takeSymbol(text: string): boolean {
    const found = this.isSymbol(text);
    if (found) this.advance();
    return found;
  }

  expectWord(word: string): Token {
    return this.isWord(word) ? this.advance() : this.unexpected([word]);
  }

  expectSymbol(text: string): Token {
    return this.isSymbol(text) ? this.advance() : this.unexpected([text]);
  }

  /** Throws a SqlError with the current token, the expected tokens and a suggestion. */
  unexpected(expected: readonly string[]): never {
    const { kind, text } = this.#current;
    const foreign = kind === 'name' || kind === 'symbol' ? foreignOperators.get(text.toUpperCase()) : undefined;
    if (foreign !== undefined) {
      return this.fail(`${text} is not an operator of AWS IoT SQL; ${foreign}`, expected);
    }
    if (kind === 'name' && foreignClauses.has(text.toUpperCase())) {
      return this.fail(`AWS IoT SQL does not support ${text.toUpperCase()}`, expected);
    }
    if (this.#startsComment) return this.fail('AWS IoT SQL does not support comments', expected);
    if (text === '.' && this.following.text === '*') {
      return this.fail('a.* is only valid as an item of a select list, not in an expression', expected);
    }
    const hint = this.#hint(expected);
    return this.fail(`expected ${list(expected)}, found ${describeToken(this.#current)}${hint}`, expected);
  }

  #hint(expected: readonly string[]): string {
    const { kind, text, at } = this.#current;
    if (at.line === this.#dashedLine) return '; -- does not start a comment';
    if (kind !== 'name') return '';
    if (expected.includes('an expression') && keyLikeWords.has(text.toUpperCase())) {
      return `; for a key of that name, use get(*, '${text}')`;
    }
    const words = expected.filter((word) => /^[A-Z]+$/.test(word) && word !== text.toUpperCase());
    const suggestion = nearMiss(text, words);
    return suggestion === undefined ? '' : `; did you mean ${suggestion}?`;
  }

  get #startsComment(): boolean {
    const { text, end } = this.#current;
    return (
      text === '/*' || text === '//' || (text === '-' && this.following.text === '-' && this.following.start === end)
    );
  }

  fail(message: string, expected?: readonly string[], at: Position = this.#current.at): never {
    throw new SqlError({ message, at, ...(expected === undefined ? {} : { expected }) });
  }
}

export function isWord(token: Token, word: string): boolean {
  return token.kind === 'name' && token.text.length === word.length && token.text.toUpperCase() === word;
}

export function isSymbol(token: Token, text: string): boolean {
  return token.kind === 'symbol' && token.text === text;
}

function describeToken({ kind, text }: Token): string {
  if (kind === 'end') return 'the end';
  if (kind === 'string') return `the text '${text}'`;
  return kind === 'variable' ? `@${text}` : text;
}

function list(expected: readonly string[]): string {
  const words = expected.map((word) => (word === ',' ? 'a comma' : word));
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`;
}
