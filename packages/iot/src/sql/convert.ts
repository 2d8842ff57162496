import { decimalFrom, exact, numberText, settleNumber } from './exact-number';
import { jsonText } from './json-text';
import { isInt, isNumber, isObject, type SqlNumber, type SqlValue } from './value';

// Standard conversions. Source: AWS IoT developer guide, iot-sql-data-types, "Conversions".

const decimalPattern = /^-?\d+(\.\d+)?(e-?\d+)?$/i;

/** Converts to a Decimal: numbers are unchanged, numeric strings become Decimals (never Ints), anything else is Undefined. */
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
 * Converts to an Int for indexes and lengths: a JavaScript number without a fraction, possibly very large.
 * The guide says "rounded to the nearest Int", but prints substring("012345", 2.745) = "2345": the fraction is truncated.
 */
export function toIndex(value: SqlValue): number | undefined {
  const number = toNumber(value);
  if (number === undefined) return undefined;
  return typeof number === 'number' ? Math.trunc(number) : exact(number).trunc().toNumber();
}

/** Converts to an Int with up to 34 digits. Like `toIndex`, it truncates the fraction. */
export function toInt(value: SqlValue): number | bigint | undefined {
  const number = toNumber(value);
  if (number === undefined || isInt(number)) return number;
  const whole = settleNumber(exact(number).trunc());
  return whole !== undefined && isInt(whole) ? whole : undefined;
}

/** Converts to a Boolean: "true" and "false" in any case, anything else is Undefined. */
export function toBoolean(value: SqlValue): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return undefined;
  const text = value.length <= 5 ? value.toLowerCase() : '';
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

/** Converts to a String: arrays and objects become JSON; Null and Undefined have no string value. */
export function toText(value: SqlValue): string | undefined {
  if (typeof value === 'string') return value;
  if (isNumber(value)) return numberText(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (Array.isArray(value) || isObject(value)) return jsonText(value);
  return value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : undefined;
}
