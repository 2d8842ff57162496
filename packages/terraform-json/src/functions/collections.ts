import { article, toText, unify } from '../convert';
import { ValueFault } from '../fault';
import { didYouMean } from '../near-miss';
import { compareText, equal, isList, isObject, property, sortedEntries, type Value, type ValueObject } from '../value';
import {
  any,
  count,
  flag,
  list,
  many,
  object,
  one,
  type Parameter,
  type TerraformFunction,
  texts,
  three,
  two,
  whole,
} from './define';
import { distinct } from './sets';
import { graphemes } from './strings';

const flags: Parameter<readonly boolean[]> = (value, position) =>
  list(value, position).map((item) => flag(item, position));

/** Collection functions, except the set functions in set-functions.ts. Source: Terraform language, "Collection Functions". */
export const collectionFunctions: Readonly<Record<string, TerraformFunction>> = {
  length: one(any, length),
  keys: one(object, (value) => sortedEntries(value).map(([key]) => key)),
  values: one(object, (value) => sortedEntries(value).map(([, item]) => item)),
  lookup: {
    least: 2,
    most: 3,
    call: ([map, key, otherwise]) => lookup(object(map, 0), toText(key ?? null), otherwise),
  },
  element: two(list, whole, element),
  index: two(list, any, indexOf),
  contains: two(list, any, (values, target) => values.some((value) => equal(value, target))),
  concat: many(list, 1, (lists) => lists.flat()),
  merge: many(any, 0, merge),
  flatten: one(list, flatten),
  distinct: one(list, (values) => distinct(unify(values))),
  compact: one(list, (values) => values.filter((value) => value !== null && value !== '').map(toText)),
  coalesce: many(any, 1, coalesce),
  coalescelist: many(list, 1, coalesceList),
  sort: one(texts, (values) => [...values].sort(compareText)),
  reverse: one(list, (values) => [...values].reverse()),
  slice: three(list, whole, whole, slice),
  range: many(count, 1, range),
  zipmap: two(texts, list, zipmap),
  chunklist: two(list, whole, chunklist),
  one: one(list, onlyOne),
  alltrue: one(flags, (values) => values.every((value) => value)),
  anytrue: one(flags, (values) => values.some((value) => value)),
};

function length(value: Value): number {
  if (typeof value === 'string') return graphemes(value).length;
  if (isList(value)) return value.length;
  if (isObject(value)) return Object.keys(value).length;
  throw new ValueFault(`length needs a string, a list or an object, not ${article(value)}`, 0);
}

function lookup(map: ValueObject, key: string, otherwise: Value | undefined): Value {
  const found = property(map, key);
  if (found !== undefined) return found;
  if (otherwise !== undefined) return otherwise;
  throw new ValueFault(`no element with the key ${JSON.stringify(key)}${didYouMean(key, Object.keys(map))}`, 1);
}

function element(values: readonly Value[], index: number): Value {
  if (values.length === 0) throw new ValueFault('the function element needs a list that is not empty', 0);
  if (index < 0) throw new ValueFault('the function element needs an index of 0 or more', 1);
  return values[index % values.length] ?? null;
}

function indexOf(values: readonly Value[], target: Value): number {
  const at = values.findIndex((value) => equal(value, target));
  if (at >= 0) return at;
  throw new ValueFault('the list does not contain this value', 1);
}

function merge(maps: readonly Value[]): Value {
  const merged = new Map<string, Value>();
  for (const [position, map] of maps.entries()) {
    if (map === null) continue;
    for (const [key, value] of Object.entries(object(map, position))) merged.set(key, value);
  }
  return Object.fromEntries(merged);
}

function flatten(values: readonly Value[]): Value[] {
  return values.flatMap((value) => (isList(value) ? flatten(value) : [value]));
}

function coalesce(values: readonly Value[]): Value {
  const found = unify(values).find((value) => value !== null && value !== '');
  if (found !== undefined) return found;
  throw new ValueFault('coalesce found only null and empty strings');
}

function coalesceList(lists: readonly (readonly Value[])[]): Value {
  const found = lists.find((items) => items.length > 0);
  if (found) return found;
  throw new ValueFault('coalescelist found only empty lists');
}

function slice(values: readonly Value[], start: number, end: number): Value {
  if (start < 0 || end < start || end > values.length) {
    throw new ValueFault(`slice from ${start} to ${end} is out of range for a list of ${values.length}`, 1);
  }
  return values.slice(start, end);
}

// Evaluates `range`, which returns at most 1,024 numbers. Source: Terraform language, "range Function".
function range(args: readonly number[]): Value {
  const [first = 0, second, third] = args;
  const start = second === undefined ? 0 : first;
  const limit = second ?? first;
  const step = third ?? (limit < start ? -1 : 1);
  if (args.length > 3) throw new ValueFault('range accepts at most 3 arguments');
  if (step === 0 || (step > 0 && limit < start) || (step < 0 && limit > start)) {
    throw new ValueFault(`range from ${start} by ${step} never reaches ${limit}`);
  }
  const length = Math.ceil((limit - start) / step);
  if (length > 1024) throw new ValueFault('range can return at most 1024 numbers');
  return Array.from({ length }, (_, at) => start + at * step);
}

function zipmap(keys: readonly string[], values: readonly Value[]): Value {
  if (keys.length !== values.length)
    throw new ValueFault(`zipmap needs as many values (${values.length}) as keys (${keys.length})`, 1);
  return Object.fromEntries(keys.map((key, at) => [key, values[at] ?? null]));
}

function chunklist(values: readonly Value[], size: number): Value {
  if (size < 0) throw new ValueFault('chunklist needs a size of 0 or more', 1);
  if (size === 0) return [values];
  return Array.from({ length: Math.ceil(values.length / size) }, (_, at) => values.slice(at * size, (at + 1) * size));
}

function onlyOne(values: readonly Value[]): Value {
  if (values.length > 1)
    throw new ValueFault(`the function one needs a list of at most one element, not ${values.length}`, 0);
  return values[0] ?? null;
}
