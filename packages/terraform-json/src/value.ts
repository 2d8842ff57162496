/** Value in Terraform's JSON. Maps and objects are JSON objects; lists, tuples and sets are arrays. */
export type Value = string | number | boolean | null | readonly Value[] | ValueObject;

export interface ValueObject {
  readonly [key: string]: Value;
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

export function isObject(value: Value): value is ValueObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns whether a value consists only of types that JSON.parse returns. */
export function isValue(input: unknown): input is Value {
  if (input === null || typeof input === 'string' || typeof input === 'boolean') return true;
  if (typeof input === 'number') return Number.isFinite(input);
  if (Array.isArray(input)) return input.every(isValue);
  return typeof input === 'object' && Object.values(input).every(isValue);
}

/** Returns the kind of a value in the terms of Terraform's error messages. */
export function kindOf(value: Value): 'null' | 'string' | 'number' | 'bool' | 'list' | 'object' {
  if (value === null) return 'null';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'bool';
  return isList(value) ? 'list' : 'object';
}

/** Returns an own property, or undefined for inherited properties such as `toString` and `__proto__`. */
export function property(object: ValueObject, key: string): Value | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/**
 * Compares strings by code point. Terraform sorts keys and sets in this order, which is also the order of UTF-8 bytes.
 */
export function compareText(left: string, right: string): number {
  const a = Array.from(left);
  const b = Array.from(right);
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    const difference = (a[at]?.codePointAt(0) ?? 0) - (b[at]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Returns the entries of a map or object in the order of their keys, as Terraform does. */
export function sortedEntries(object: ValueObject): [string, Value][] {
  return Object.entries(object).sort(([a], [b]) => compareText(a, b));
}

/** Compares values deeply. Types are not converted, because `"1" == 1` is false in Terraform. */
export function equal(left: Value, right: Value): boolean {
  if (left === right) return true;
  if (isList(left) && isList(right)) {
    return left.length === right.length && left.every((item, at) => equal(item, right[at] ?? null));
  }
  if (isObject(left) && isObject(right)) {
    const keys = Object.keys(left);
    return (
      keys.length === Object.keys(right).length &&
      keys.every((key) => {
        const [a, b] = [property(left, key), property(right, key)];
        return a !== undefined && b !== undefined && equal(a, b);
      })
    );
  }
  return false;
}
