import { fitsPattern } from '../query/matches';

/** Error in the scope of a downtime or a notification rule. */
export class TagSearchError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TagSearchError';
  }
}

/** Function that returns whether a scope matches tags such as `env:prod`. */
export type TagSearch = (tags: readonly string[]) => boolean;

const token = /\s*(?:(?<word>[^\s():,"]+)|(?<quoted>"[^"]*")|(?<sign>[():,]))/y;

// This limit is well above the depth of real scopes, and prevents hostile input from exhausting the stack.
const deepest = 50;

/**
 * Parses a scope in the common search syntax, for example `service:web-store AND env:(dev OR staging) AND -host:a*`.
 * @throws TagSearchError
 * Source: docs.datadoghq.com/monitors/downtimes, "Downtime scope syntax"
 */
export function parseTagSearch(text: string): TagSearch {
  const reader = readerOf(text);
  if (reader.peek() === undefined) return () => true;
  const search = readOr(reader, readTerm, 0);
  if (reader.peek() !== undefined) throw new TagSearchError(`unexpected ${reader.peek()} in the scope ${text}`);
  return search;
}

interface Reader {
  peek(): string | undefined;
  next(): string | undefined;
  readonly text: string;
}

function readerOf(text: string): Reader {
  const words: string[] = [];
  token.lastIndex = 0;
  let end = 0;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    end = token.lastIndex;
    words.push(match.groups?.['word'] ?? match.groups?.['quoted'] ?? match.groups?.['sign'] ?? '');
  }
  if (text.slice(end).trim() !== '') throw new TagSearchError(`unreadable scope ${text}`);
  let at = 0;
  return {
    text,
    peek: () => words[at],
    next: () => {
      at += 1;
      return words[at - 1];
    },
  };
}

type ReadTerm = (reader: Reader, depth: number) => TagSearch;

const isWord = (reader: Reader, word: string) => reader.peek()?.toUpperCase() === word;

function readOr(reader: Reader, term: ReadTerm, depth: number): TagSearch {
  const parts = [readAnd(reader, term, depth)];
  while (isWord(reader, 'OR')) {
    reader.next();
    parts.push(readAnd(reader, term, depth));
  }
  return (tags) => parts.some((part) => part(tags));
}

function readAnd(reader: Reader, term: ReadTerm, depth: number): TagSearch {
  const parts = [readNot(reader, term, depth)];
  for (let next = reader.peek(); next !== undefined && next !== ')' && !isWord(reader, 'OR'); next = reader.peek()) {
    // a space or a comma also means AND
    if (isWord(reader, 'AND') || next === ',') reader.next();
    parts.push(readNot(reader, term, depth));
  }
  return (tags) => parts.every((part) => part(tags));
}

function readNot(reader: Reader, term: ReadTerm, depth: number): TagSearch {
  if (depth > deepest) throw new TagSearchError(`the scope is nested deeper than ${deepest} levels`);
  if (isWord(reader, 'NOT')) {
    reader.next();
    const part = readNot(reader, term, depth + 1);
    return (tags) => !part(tags);
  }
  if (reader.peek() !== '(') return term(reader, depth);
  reader.next();
  const inside = readOr(reader, term, depth + 1);
  if (reader.next() !== ')') throw new TagSearchError(`missing ) in the scope ${reader.text}`);
  return inside;
}

/** Reads `key:value`, `key:(a OR b)` or `*`, each possibly after `-` or `!`. */
function readTerm(reader: Reader, depth: number): TagSearch {
  const word = reader.next();
  if (word === undefined || /^(?:[():,]|AND|OR|NOT)$/i.test(word))
    throw new TagSearchError(`missing tag in the scope ${reader.text}`);
  const [, sign = '', key = ''] = /^([-!]?)(.*)$/s.exec(unquoted(word)) ?? [];
  const isNegated = sign !== '';
  const search = key === '*' ? () => true : readValues(reader, key, depth);
  return (tags) => search(tags) !== isNegated;
}

function readValues(reader: Reader, key: string, depth: number): TagSearch {
  if (reader.peek() !== ':') return (tags) => tags.includes(key);
  reader.next();
  const readValue: ReadTerm = (values) => {
    let value = unquoted(values.next() ?? '');
    if (value === '' || /^[():,]$/.test(value))
      throw new TagSearchError(`missing value of ${key} in the scope ${values.text}`);
    // a value may contain colons, as in an ARN
    while (values.peek() === ':') {
      values.next();
      value += `:${values.next() ?? ''}`;
    }
    return (tags) => tags.some((tag) => hasValue(tag, key, value));
  };
  return reader.peek() === '(' ? readNot(reader, readValue, depth + 1) : readValue(reader, depth);
}

function hasValue(tag: string, key: string, value: string): boolean {
  const colon = tag.indexOf(':');
  return (
    colon > 0 && tag.slice(0, colon).toLowerCase() === key.toLowerCase() && fitsPattern(value, tag.slice(colon + 1))
  );
}

const unquoted = (text: string): string => text.replace(/^([-!]?)"(.*)"$/s, '$1$2');
