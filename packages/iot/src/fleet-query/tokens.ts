import { FleetQueryError, type Word } from './fleet-query-tree';

type TokenText =
  | { readonly kind: 'sign'; readonly sign: Sign }
  | { readonly kind: 'word'; readonly word: Word }
  | { readonly kind: 'quoted'; readonly text: string };
export type Token = TokenText & { readonly column: number };

const signs = ['(', ')', '[', ']', '{', '}', ':', '<=', '>=', '<', '>', '-'] as const;
export type Sign = (typeof signs)[number];

const ends = /[\s()[\]{}:<>"]/;

/**
 * Error messages for unsupported characters. Source: AWS IoT developer guide, "Query syntax", "Unsupported features".
 */
const unsupported: Readonly<Record<string, string>> = {
  '~': 'fuzzy and proximity searches (~) are not supported',
  '^': 'boosting (^) is not supported',
  '/': 'regular expressions and the character / are not supported',
};
const unsupportedCharacters = /[`@#%';,]/;

/** Splits a query into tokens. Throws a FleetQueryError for syntax that fleet indexing does not support. */
export function tokensOf(query: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < query.length) {
    const token = tokenAt(query, at);
    if (token === undefined) {
      at += 1;
      continue;
    }
    tokens.push({ ...token.token, column: at + 1 });
    at = token.end;
  }
  return tokens;
}

/** Token and its end offset. */
interface TokenMatch {
  readonly token: TokenText;
  readonly end: number;
}

function tokenAt(query: string, at: number): TokenMatch | undefined {
  const first = query[at] ?? '';
  if (/\s/.test(first)) return undefined;
  if (first === '"') return quotedAt(query, at);
  const sign = signs.find((candidate) => query.startsWith(candidate, at));
  if (sign !== undefined) return { token: { kind: 'sign', sign }, end: at + sign.length };
  return wordAt(query, at);
}

function quotedAt(query: string, start: number): TokenMatch {
  let text = '';
  for (let at = start + 1; at < query.length; at++) {
    const character = query[at] ?? '';
    if (character === '"') return { token: { kind: 'quoted', text }, end: at + 1 };
    if (character === '\\') at += 1;
    text += query[at] ?? '';
  }
  throw new FleetQueryError('the quotation mark is not closed', start + 1);
}

const escapeCharacter = (character: string) => character.replace(/[.*+?^${}()|[\]\\/-]/, '\\$&');

function wordAt(query: string, start: number): TokenMatch {
  let [text, pattern, isPattern, at] = ['', '', false, start];
  for (; at < query.length; at++) {
    const character = query[at] ?? '';
    if (ends.test(character)) break;
    const reason = unsupported[character];
    if (reason !== undefined) throw new FleetQueryError(reason, at + 1);
    if (unsupportedCharacters.test(character))
      throw new FleetQueryError(`the character ${character} is not supported`, at + 1);
    if (character === '*' || character === '?') {
      isPattern = true;
      pattern += character === '*' ? '.*' : '.';
      text += character;
      continue;
    }
    if (character === '\\') at += 1;
    const literal = query[at] ?? '';
    text += literal;
    pattern += escapeCharacter(literal.toLowerCase());
  }
  const word = { text, pattern: isPattern ? new RegExp(`^${pattern}$`, 's') : undefined };
  return { token: { kind: 'word', word }, end: at };
}
