import { Decimal } from 'decimal.js';
import type { SqlNumber, SqlVersion } from './value';

/**
 * The rules engine's Decimals, with 34 digits and magnitudes from 1E-999 to 9.99…E999. As in IEEE 754 decimal128, halves are
 * rounded to even. Source: AWS IoT developer guide, iot-sql-data-types.
 */
export const Exact = Decimal.clone({
  precision: 34,
  rounding: Decimal.ROUND_HALF_EVEN,
  maxE: 999,
  minE: -999,
  toExpNeg: -7,
  toExpPos: 1000,
});

/** Function that converts a Decimal result to a value. */
export type Settle = (result: Decimal) => SqlNumber | undefined;

/**
 * Returns the function that converts a Decimal result to the fastest exact representation. NaN and results that are too
 * large become Undefined. In SQL 2016-03-23 and later, a whole Decimal becomes an Int: 10.0 becomes 10. Source: AWS IoT
 * developer guide, iot-sql-data-types, "Decimal".
 */
export function settleFor(version: SqlVersion): Settle {
  return version === '2015-10-08' ? settleDecimal : settleNumber;
}

/**
 * Converts a whole Decimal of up to 34 digits to an Int: a number if a double is exact, and a bigint otherwise. Converts any
 * other Decimal with `settleDecimal`.
 */
export function settleNumber(result: Decimal): SqlNumber | undefined {
  if (!result.isInteger() || result.e >= 34) return settleDecimal(result);
  const double = result.toNumber();
  return Number.isSafeInteger(double) ? double + 0 : BigInt(result.toFixed());
}

/**
 * Converts a Decimal with a fraction to a number if a double is exact. A whole Decimal remains a Decimal, as in SQL 2015-10-08.
 * Returns undefined if the Decimal is not finite.
 */
export function settleDecimal(result: Decimal): SqlNumber | undefined {
  if (!result.isFinite()) return undefined;
  if (result.isInteger()) return result;
  const double = result.toNumber();
  return new Exact(double).eq(result) ? double : result;
}

/** Parses a number as a Decimal, rounded to 34 digits. */
export function decimalFrom(text: string): Decimal {
  return new Exact(text).toSignificantDigits(34);
}

/** Converts a number to a Decimal. A double is converted from its shortest decimal representation. */
export function exact(value: SqlNumber): Decimal {
  return value instanceof Decimal ? value : new Exact(typeof value === 'bigint' ? value.toString() : value);
}

/** Converts a number to a double for functions that calculate "with double precision". */
export function double(value: SqlNumber): number {
  return typeof value === 'number' ? value : Number(value.toString());
}

/**
 * Formats a number. An Int is in standard notation, and a Decimal "possibly in scientific notation", as in Java's
 * BigDecimal. Source: AWS IoT developer guide, iot-sql-data-types, "To string".
 */
export function numberText(value: SqlNumber): string {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : decimalText(new Exact(value));
  return value.isInteger() && value.e < 34 ? `${value.toFixed()}.0` : decimalText(value);
}

function decimalText(value: Decimal): string {
  if (value.e >= -6 && value.e < 34) return value.toFixed();
  return value.toExponential().replace('e', 'E');
}
