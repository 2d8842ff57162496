import { isArray, isEmpty, isObject, type Json, type JsonObject, ownValue } from './json';

/**
 * Returns the values of `desired` that differ from `reported`, or undefined if none differ. Keys that exist only in
 * `reported` are ignored at every level. Arrays are compared and returned as a whole. Source: AWS IoT developer guide,
 * device-shadow-document, "Delta state".
 */
export function delta(desired: JsonObject | undefined, reported: JsonObject | undefined): JsonObject | undefined {
  if (desired === undefined) return undefined;
  const differences = Object.entries(desired).flatMap(([key, value]) => {
    const difference = valueDelta(value, ownValue(reported, key));
    return difference === undefined ? [] : [[key, difference] as const];
  });
  const result: JsonObject = Object.fromEntries(differences);
  return isEmpty(result) ? undefined : result;
}

function valueDelta(desired: Json, reported: Json | undefined): Json | undefined {
  if (isObject(desired) && isObject(reported)) return delta(desired, reported);
  return same(desired, reported) ? undefined : desired;
}

function same(a: Json | undefined, b: Json | undefined): boolean {
  if (isArray(a)) return isArray(b) && a.length === b.length && a.every((item, index) => same(item, b[index]));
  if (!isObject(a)) return a === b;
  if (!isObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]));
}
