import { type LexerState, nextToken, type Token } from './lexer';
import { nearMiss } from './near-miss';
import { foreignClauses, foreignOperators } from './operators';
import { type Position, SqlError } from './sql-error';

/** A text's tokens, read one at a time, and the complaints about them. */
export class Tokens {
  readonly #source: string;
  #state: LexerState;
  #current: Token;
  #following: { token: Token; state: LexerState } | undefined;

  constructor(source: string, from: LexerState = { offset: 0, line: 1, lineStart: 0 }) {
    this.#source = source;
    const { token, state } = nextToken(source, from);
    this.#current = token;
    this.#state = state;
  }

  get current(): Token {
    return this.#current;
  }

  /** Where the text goes on behind the current token. */
  get stateAfterCurrent(): LexerState {
    return this.#state;
  }

  /** The first character of the current token as written: which quote a string has. */
  get quote(): string {
    return this.#source.charAt(this.#current.start);
  }

  get following(): Token {
    this.#following ??= nextToken(this.#source, this.#state);
    return this.#following.token;
  }

  advance(): Token {
    const taken = this.#current;
    const next = this.#following ?? nextToken(this.#source, this.#state);
    this.#following = undefined;
    this.#current = next.token;
    this.#state = next.state;
    return taken;
  }

  isWord(word: string): boolean {
    return isWord(this.#current, word);
  }

  isSymbol(text: string): boolean {
    return isSymbol(this.#current, text);
  }

  /** Takes the word if it is next. */
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

  /** @throws SqlError that says what stands here, what was expected, and if possible what was meant */
  unexpected(expected: readonly string[]): never {
    const { kind, text } = this.#current;
    const foreign = kind === 'name' || kind === 'symbol' ? foreignOperators.get(text.toUpperCase()) : undefined;
    if (foreign !== undefined) {
      return this.fail(`${text} is not an operator of AWS IoT SQL; ${foreign}`, expected);
    }
    if (kind === 'name' && foreignClauses.has(text.toUpperCase())) {
      return this.fail(`AWS IoT SQL has no ${text.toUpperCase()}`, expected);
    }
    if (text === '/*') return this.fail('AWS IoT SQL has no comments', expected);
    const meant =
      kind === 'name'
        ? nearMiss(
            text,
            expected.filter((word) => /^[A-Z]+$/.test(word)),
          )
        : undefined;
    const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
    return this.fail(`expected ${list(expected)}, found ${describeToken(this.#current)}${hint}`, expected);
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
