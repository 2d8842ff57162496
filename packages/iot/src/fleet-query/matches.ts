import type { Bound, FleetQuery, Word } from './fleet-query-tree';
import { wordsOf } from './parse-fleet-query';

export type FieldValue = string | number | boolean;

/** Indexed fields of a thing or group, keyed by their names in queries. A field may have several values. */
export interface FleetDocument {
  readonly fields: ReadonlyMap<string, readonly FieldValue[]>;
  /** Field name prefixes. A query without a field name does not search fields with these prefixes. */
  readonly unnamed: readonly string[];
}

/** Returns whether a thing or group matches a query. */
export function matchesFleetQuery(query: FleetQuery, document: FleetDocument): boolean {
  switch (query.kind) {
    case 'and':
      return query.parts.every((part) => matchesFleetQuery(part, document));
    case 'or':
      return query.parts.some((part) => matchesFleetQuery(part, document));
    case 'not':
      return !matchesFleetQuery(query.query, document);
    case 'word':
      return valuesOf(query.field, document).some((value) => hasWord(value, query.word));
    case 'phrase':
      return valuesOf(query.field, document).some((value) => hasPhrase(value, query.words));
    case 'range':
      return valuesOf(query.field, document).some(
        (value) => within(value, query.min, (order) => order < 0) && within(value, query.max, (order) => order > 0),
      );
    default:
      return query satisfies never;
  }
}

function valuesOf(field: string | undefined, { fields, unnamed }: FleetDocument): readonly FieldValue[] {
  if (field !== undefined) return fields.get(field) ?? [];
  return [...fields].flatMap(([name, values]) => (unnamed.some((start) => name.startsWith(start)) ? [] : values));
}

// developer guide, "managing-index": "To be recognized as numeric, the value … must be a valid,
// literal type JSON number"
const jsonNumber = /^-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?$/i;
const numberOf = (value: FieldValue): number | undefined => {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && jsonNumber.test(value) ? Number(value) : undefined;
};

function hasWord(value: FieldValue, { text, pattern }: Word): boolean {
  if (text === '*') return true;
  const words = wordsOf(String(value));
  if (pattern !== undefined) return words.some((word) => pattern.test(word));
  const number = numberOf(text);
  return words.includes(text.toLowerCase()) || (number !== undefined && number === numberOf(value));
}

function hasPhrase(value: FieldValue, phrase: readonly string[]): boolean {
  const words = wordsOf(String(value));
  return words.some((_, at) => phrase.every((word, offset) => words[at + offset] === word));
}

/**
 * Returns whether a value is within a bound. `beyond` receives the sign of `value - bound` and returns whether the
 * value is beyond the bound.
 */
function within(value: FieldValue, bound: Bound, beyond: (order: number) => boolean): boolean {
  if (bound.value === undefined) return true;
  const [number, limit] = [numberOf(value), bound.quoted ? undefined : numberOf(bound.value)];
  // a numeric bound never matches a string
  if (limit !== undefined && number === undefined) return false;
  const order =
    limit !== undefined && number !== undefined ? number - limit : compareIgnoringCase(String(value), bound.value);
  return order === 0 ? bound.inclusive : !beyond(order);
}

function compareIgnoringCase(a: string, b: string): number {
  const [left, right] = [a.toLowerCase(), b.toLowerCase()];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
