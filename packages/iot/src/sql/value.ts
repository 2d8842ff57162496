import { Decimal } from 'decimal.js';

/**
 * AWS IoT SQL value. `undefined` represents Undefined, which differs from null.
 *
 * An Int is a whole `number`, or a `bigint` beyond 2^53. A Decimal is a `number` with a fraction, or a `Decimal` if a
 * double would round the value, or if SQL 2015-10-08 must distinguish a whole number such as 10.0 from 10. A
 * `Uint8Array` contains the raw bytes of `*` for a payload that is not JSON. Source: AWS IoT developer guide,
 * iot-sql-data-types.
 */
export type SqlValue =
  | undefined
  | null
  | boolean
  | string
  | number
  | bigint
  | Decimal
  | Uint8Array
  | SqlArray
  | SqlObject;
export type SqlArray = readonly SqlValue[];
export interface SqlObject {
  readonly [key: string]: SqlValue;
}
export type SqlNumber = number | bigint | Decimal;

/** Versions of AWS IoT SQL. Source: AWS IoT developer guide, iot-rule-sql-version. */
export const sqlVersions = ['2015-10-08', '2016-03-23', 'beta'] as const;
export type SqlVersion = (typeof sqlVersions)[number];

// Maximum nesting of a value, which prevents a payload from exhausting the stack. A value with deeper nesting equals no
// other value and has no string value.
export const deepestValue = 500;

export function isArray(value: SqlValue): value is SqlArray {
  return Array.isArray(value);
}

// Compare the prototype, because V8 compiles this to two comparisons; `instanceof` takes three times as long.
const inherited = Object.prototype.isPrototypeOf;
const decimalPrototype: object = Decimal.prototype;
const bytesPrototype: object = Uint8Array.prototype;

export function isObject(value: SqlValue): value is SqlObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !inherited.call(decimalPrototype, value) &&
    !inherited.call(bytesPrototype, value)
  );
}

export function isNumber(value: SqlValue): value is SqlNumber {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof Decimal;
}

/** Returns whether a number is an Int rather than a Decimal. */
export function isInt(value: SqlNumber): value is number | bigint {
  return typeof value === 'number' ? Number.isInteger(value) : typeof value === 'bigint';
}

/** Sets a key of an object, treating `__proto__` as an ordinary key. */
export function setKey(object: { [key: string]: SqlValue }, key: string, value: SqlValue): void {
  // check the length first, because comparing strings is the most expensive part
  if (key.length !== 9 || key !== '__proto__') object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

/**
 * Returns a string that V8 has interned, as it interns property names. With a substring of a statement as the key,
 * lookups would take twice as long.
 */
export function keyText(text: string): string {
  return Object.keys({ [text]: null })[0] ?? text;
}
