import { decimalFrom, exact, numberText, settleNumber } from './exact-number';
import { jsonText } from './json-text';
import { isInt, isNumber, isObject, type SqlNumber, type SqlValue } from './value';

// The standard conversions. Source of all: AWS IoT developer guide, iot-sql-data-types, "Conversions".

const decimalPattern = /^-?\d+(\.\d+)?(e-?\d+)?$/i;

/** To Decimal: numbers as they are, a string by the guide's pattern (always a Decimal, never an Int), else Undefined. */
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
 * To Int, as indexes and lengths need it: a JavaScript number without a fraction, huge where the number is.
 * The guide says "rounded to the nearest Int", but prints substring("012345", 2.745) = "2345": the fraction is cut.
 */
export function toIndex(value: SqlValue): number | undefined {
  const number = toNumber(value);
  if (number === undefined) return undefined;
  return typeof number === 'number' ? Math.trunc(number) : exact(number).trunc().toNumber();
}

/** To Int with all its digits, of which there are 34 at most; the fraction is cut, as by `toIndex`. */
export function toInt(value: SqlValue): number | bigint | undefined {
  const number = toNumber(value);
  if (number === undefined || isInt(number)) return number;
  const whole = settleNumber(exact(number).trunc());
  return whole !== undefined && isInt(whole) ? whole : undefined;
}

/** To Boolean: "true" and "false" in any case, else Undefined. */
export function toBoolean(value: SqlValue): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return undefined;
  const text = value.length <= 5 ? value.toLowerCase() : '';
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

/** To String: arrays and objects as JSON; Null and Undefined have no text. */
export function toText(value: SqlValue): string | undefined {
  if (typeof value === 'string') return value;
  if (isNumber(value)) return numberText(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (Array.isArray(value) || isObject(value)) return jsonText(value);
  return value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : undefined;
}
