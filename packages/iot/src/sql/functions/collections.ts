import { toIndex } from '../convert';
import { jsonText } from '../json-text';
import { isArray, isObject, type SqlObject, type SqlValue, setKey } from '../value';

// Source: AWS IoT developer guide, iot-sql-functions.

type Values = readonly SqlValue[];

/**
 * Evaluates get(collection, key), which returns an element of an array, a value in an object or a character in a
 * string. Indexes are 0-based. Until 2023, the guide printed get("abc", 1) = "a", which contradicted the guide's text;
 * since then, the guide has printed get("abc", 0) = "a".
 */
export function get([collection, key]: Values): SqlValue {
  if (isArray(collection)) return element(collection, toIndex(key));
  if (typeof collection === 'string') return character(collection, toIndex(key));
  if (!isObject(collection) || typeof key !== 'string') return undefined;
  return Object.hasOwn(collection, key) ? collection[key] : undefined;
}

function element(array: Values, index: number | undefined): SqlValue {
  return index === undefined ? undefined : array[index];
}

function character(text: string, index: number | undefined): SqlValue {
  return index === undefined || index < 0 || index >= text.length ? undefined : text.charAt(index);
}

/**
 * Evaluates get_or_default(value[, otherwise]), which returns the default if the value is Null or Undefined, for
 * example after a failure.
 */
export function getOrDefault([value, otherwise]: Values): SqlValue {
  return value === undefined || value === null ? otherwise : value;
}

/** Maximum size of a result in bytes. Source: "The array returned by this function is limited to 128 KiB." */
const largestArray = 128 * 1024;

/**
 * Evaluates transform('enrichArray', object, array), which adds the object's keys to each object in the array. If both contain a
 * key, the added value takes precedence; the guide does not specify this case.
 */
export function transform([mode, object, array]: Values): SqlValue {
  if (mode !== 'enrichArray' || !isObject(object) || !isArray(array)) return undefined;
  const enriched: SqlObject[] = [];
  for (const item of array) {
    if (!isObject(item)) return undefined;
    enriched.push(mergeObjects(item, object));
  }
  const text = jsonText(enriched);
  return text === undefined || Buffer.byteLength(text) > largestArray ? undefined : enriched;
}

function mergeObjects(...objects: readonly SqlObject[]): SqlObject {
  const result: { [key: string]: SqlValue } = {};
  for (const object of objects) for (const key of Object.keys(object)) setKey(result, key, object[key]);
  return result;
}
