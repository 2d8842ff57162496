import { decimalFrom, exact, numberText, settleNumber } from './exact-number';
import { jsonText } from './json-text';
import { isInt, isNumber, isObject, type SqlNumber, type SqlValue } from './value';

// Source of the standard conversions in this file: AWS IoT developer guide, iot-sql-data-types, "Conversions".

const decimalPattern = /^-?\d+(\.\d+)?(e-?\d+)?$/i;

/**
 * Converts a value to a Decimal.
 * Numbers are unchanged, numeric strings become Decimals (never Ints), and all other values are Undefined.
 */
export function toNumber(value: SqlValue): SqlNumber | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return decimalFromText(value);
  return isNumber(value) ? value : undefined;
}

function decimalFromText(text: string): SqlNumber | undefined {
  if (!decimalPattern.test(text)) return undefined;
  const value = decimalFrom(text);
  return value.isFinite() ? value : undefined;
}

/**
 * Converts a value to an Int for an index or length: a JavaScript number without a fraction, which may be very large.
 * The guide says "rounded to the nearest Int",
 * but its example substring("012345", 2.745) = "2345" truncates the fraction.
 */
export function toIndex(value: SqlValue): number | undefined {
  const number = toNumber(value);
  if (number === undefined) return undefined;
  return typeof number === 'number' ? Math.trunc(number) : exact(number).trunc().toNumber();
}

/** Converts a value to an Int with up to 34 digits and, like `toIndex`, truncates the fraction. */
export function toInt(value: SqlValue): number | bigint | undefined {
  const number = toNumber(value);
  if (number === undefined || isInt(number)) return number;
  const whole = settleNumber(exact(number).trunc());
  return whole !== undefined && isInt(whole) ? whole : undefined;
}

/** Converts a value to a Boolean. "true" and "false" are case-insensitive; any other string is Undefined. */
export function toBoolean(value: SqlValue): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return undefined;
  const text = value.length <= 5 ? value.toLowerCase() : '';
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

/** Converts a value to a String. Arrays and objects become JSON; Null and Undefined have no string value. */
export function toText(value: SqlValue): string | undefined {
  if (typeof value === 'string') return value;
  if (isNumber(value)) return numberText(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (Array.isArray(value) || isObject(value)) return jsonText(value);
  return value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : undefined;
}
