import { QueryError } from '../query/query-error';
import type { RecordedEvent } from './event';

/** Condition of a search. */
export type EventTest = (event: RecordedEvent) => boolean;

// This limit is well above the depth of real searches, and prevents hostile input from exhausting the stack.
const deepest = 50;

const space = /\s*/y;
const range = /\[\s*(\S+)\s+TO\s+(\S+?)\s*\]/y;
const word = /(?:\\.|[^\s()"[\]\\:])(?:\\.|[^\s()"\\:])*/y;
const value = /(?:\\.|[^\s()"\\])+/y;
const quoted = /"((?:\\.|[^"\\])*)"/y;

/**
 * Parses a search such as `service:web @http.status_code:[500 TO 599] -"health check"` and returns its condition.
 * @throws QueryError with the column in the search
 * Source: docs.datadoghq.com/logs/explorer/search_syntax
 */
export function parseSearchText(text: string): EventTest {
  const reader = new Reader(text);
  const test = reader.isAtEnd() ? everyEvent : readOr(reader, 0);
  if (!reader.isAtEnd()) throw reader.error('expected a term or an operator');
  return test;
}

const everyEvent: EventTest = () => true;

class Reader {
  private position = 0;

  constructor(private readonly text: string) {}

  /** Consumes the match of a sticky pattern after white space. */
  take(pattern: RegExp): RegExpExecArray | undefined {
    this.skip();
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text) ?? undefined;
    if (found) this.position += found[0].length;
    return found;
  }

  /** Consumes the match only if it follows immediately. */
  takeAdjacent(pattern: RegExp): RegExpExecArray | undefined {
    return /\s/.test(this.text[this.position] ?? ' ') ? undefined : this.take(pattern);
  }

  isAtEnd(): boolean {
    this.skip();
    return this.position >= this.text.length;
  }

  isNext(character: string): boolean {
    this.skip();
    return this.text[this.position] === character;
  }

  error(message: string): QueryError {
    return new QueryError({ message, column: this.position + 1 });
  }

  private skip(): void {
    space.lastIndex = this.position;
    this.position += space.exec(this.text)?.[0].length ?? 0;
  }
}

function readOr(reader: Reader, depth: number): EventTest {
  const tests = [readAnd(reader, depth)];
  while (reader.take(/OR(?=[\s(])/y)) tests.push(readAnd(reader, depth));
  const [only] = tests;
  return only && tests.length === 1 ? only : (event) => tests.some((test) => test(event));
}

function readAnd(reader: Reader, depth: number): EventTest {
  const tests = [readNot(reader, depth)];
  while (!reader.isAtEnd() && !reader.isNext(')') && !reader.take(/(?=OR[\s(])/y)) {
    reader.take(/AND(?=[\s(])/y);
    tests.push(readNot(reader, depth));
  }
  const [only] = tests;
  return only && tests.length === 1 ? only : (event) => tests.every((test) => test(event));
}

function readNot(reader: Reader, depth: number): EventTest {
  if (depth > deepest) throw reader.error(`the search is nested deeper than ${deepest} levels`);
  if (!reader.take(/-|!|NOT(?=[\s(])/y)) return readTerm(reader, depth);
  const test = readNot(reader, depth + 1);
  return (event) => !test(event);
}

function readTerm(reader: Reader, depth: number): EventTest {
  if (reader.take(/\(/y)) {
    const inner = readOr(reader, depth + 1);
    if (!reader.take(/\)/y)) throw reader.error('expected ) to close the parenthesis');
    return inner;
  }
  const sequence = reader.take(quoted);
  if (sequence) return freeText(unescaped(sequence[1] ?? ''), false);
  const name = reader.take(word);
  if (!name) throw reader.error('expected a term');
  if (!reader.takeAdjacent(/:/y)) return freeText(name[0], true);
  return readValues(reader, unescaped(name[0]), depth);
}

/** Reads the value after a facet's colon: one value, a comparison, a range, or values in parentheses. */
function readValues(reader: Reader, facet: string, depth: number): EventTest {
  if (reader.takeAdjacent(/\(/y)) {
    const tests = [readValueOr(reader, facet, depth + 1)];
    while (!reader.isAtEnd() && !reader.isNext(')')) {
      reader.take(/AND(?=[\s(])/y);
      tests.push(readValueOr(reader, facet, depth + 1));
    }
    if (!reader.take(/\)/y)) throw reader.error('expected ) to close the values');
    return (event) => tests.every((test) => test(event));
  }
  const compared = reader.takeAdjacent(/(>=|<=|>|<)\s*(-?[\d.]+)/y);
  if (compared) return numberTest(facet, compared[1] ?? '', Number(compared[2]));
  const between = reader.takeAdjacent(range);
  if (between) return rangeTest(facet, between[1] ?? '*', between[2] ?? '*');
  const sequence = reader.takeAdjacent(quoted);
  if (sequence) return valueTest(facet, sequence[1] ?? '', false);
  const single = reader.takeAdjacent(value);
  if (!single) throw reader.error(`expected a value of ${facet}`);
  return valueTest(facet, single[0], true);
}

function readValueOr(reader: Reader, facet: string, depth: number): EventTest {
  if (depth > deepest) throw reader.error(`the search is nested deeper than ${deepest} levels`);
  const tests = [readValueNot(reader, facet, depth)];
  while (reader.take(/OR(?=[\s(])/y)) tests.push(readValueNot(reader, facet, depth));
  return (event) => tests.some((test) => test(event));
}

function readValueNot(reader: Reader, facet: string, depth: number): EventTest {
  if (!reader.take(/-|NOT(?=[\s(])/y)) {
    reader.take(space);
    return readValues(reader, facet, depth);
  }
  const test = readValueNot(reader, facet, depth + 1);
  return (event) => !test(event);
}

/** Returns a condition that holds if the message contains the words. Free text ignores case. */
function freeText(text: string, allowsWildcards: boolean): EventTest {
  const body = allowsWildcards
    ? wildcardSource(text, String.raw`\S*`)
    : escapedSource(text).replace(/\s+/g, String.raw`\W+`);
  const pattern = new RegExp(String.raw`(?:^|\W)${body}(?:$|\W)`, 'i');
  return ({ message }) => pattern.test(message);
}

function valueTest(facet: string, text: string, allowsWildcards: boolean): EventTest {
  if (text === '*' && allowsWildcards) return (event) => event.valuesOf(facet).length > 0;
  const body = allowsWildcards ? wildcardSource(text, '.*') : escapedSource(unescaped(text));
  // a full-text search covers all attributes, and ignores case like other free text
  if (facet === '*') {
    const pattern = new RegExp(String.raw`(?:^|\W)${body}(?:$|\W)`, 'is');
    return (event) => [event.message, ...event.texts()].some((one) => pattern.test(one));
  }
  // tags and reserved attributes ignore case, other attributes do not
  const pattern = new RegExp(`^${body}$`, facet.startsWith('@') ? 's' : 'is');
  return (event) => event.valuesOf(facet).some((one) => pattern.test(one));
}

function numberTest(facet: string, sign: string, limit: number): EventTest {
  const compare = comparisons[sign] ?? (() => false);
  return (event) => event.valuesOf(facet).some((one) => one.trim() !== '' && compare(Number(one), limit));
}

const comparisons: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
};

function rangeTest(facet: string, from: string, to: string): EventTest {
  const [least, most] = [from === '*' ? Number.NEGATIVE_INFINITY : Number(from), to === '*' ? Infinity : Number(to)];
  return (event) =>
    event.valuesOf(facet).some((one) => one.trim() !== '' && Number(one) >= least && Number(one) <= most);
}

const unescaped = (text: string): string => text.replace(/\\(.)/gs, '$1');
const escapedSource = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`);

/** Returns the source of a regular expression for a text with `*` and `?`; a backslash makes the next character literal. */
function wildcardSource(text: string, any: string): string {
  return text.replace(/\\(.)|\*+|\?|[\s\S]/g, (found, literal: string | undefined) => {
    if (literal !== undefined) return escapedSource(literal);
    if (found.startsWith('*')) return any;
    return found === '?' ? '.' : escapedSource(found);
  });
}
