import { Decimal } from 'decimal.js';

/**
 * A value of AWS IoT SQL. `undefined` is Undefined, which is not null.
 *
 * Int: a whole `number`, or a `bigint` beyond 2^53. Decimal: a `number` with a fraction, or a `Decimal` where a double
 * would round it, or where SQL 2015-10-08 keeps a whole number such as 10.0 apart from 10.
 * `Uint8Array`: the raw bytes that `*` gives for a payload which is not JSON.
 * Source: AWS IoT developer guide, iot-sql-data-types.
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

/** The versions of the rules engine. Source: AWS IoT developer guide, iot-rule-sql-version. */
export const sqlVersions = ['2015-10-08', '2016-03-23', 'beta'] as const;
export type SqlVersion = (typeof sqlVersions)[number];

// A value nested deeper than this compares as unequal and has no text, so that no payload exhausts the stack.
export const deepestValue = 500;

export function isArray(value: SqlValue): value is SqlArray {
  return Array.isArray(value);
}

// Told apart by prototype, which V8 turns into two comparisons; `instanceof` takes thrice the time.
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

/** Whether a number is an Int rather than a Decimal. */
export function isInt(value: SqlNumber): value is number | bigint {
  return typeof value === 'number' ? Number.isInteger(value) : typeof value === 'bigint';
}

/** Defines a key, `__proto__` like any other. */
export function setKey(object: { [key: string]: SqlValue }, key: string, value: SqlValue): void {
  // The length is looked at first because comparing texts costs more than all the rest.
  if (key.length !== 9 || key !== '__proto__') object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

/** The same text as V8 keeps property names: looking up a key that was cut out of a statement takes twice as long. */
export function keyText(text: string): string {
  return Object.keys({ [text]: null })[0] ?? text;
}
