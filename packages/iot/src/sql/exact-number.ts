import { Decimal } from 'decimal.js';
import type { SqlNumber, SqlVersion } from './value';

/**
 * Decimals of the rules engine: 34 digits, magnitudes from 1E-999 to 9.99…E999.
 * Source: AWS IoT developer guide, iot-sql-data-types. The 34 digits match IEEE 754 decimal128, which rounds half to even.
 */
export const Exact = Decimal.clone({
  precision: 34,
  rounding: Decimal.ROUND_HALF_EVEN,
  maxE: 999,
  minE: -999,
  toExpNeg: -7,
  toExpPos: 1000,
});

/** Function that chooses the representation of a Decimal result. */
export type Settle = (result: Decimal) => SqlNumber | undefined;

/**
 * Returns the function that stores a Decimal result in its cheapest exact form. NaN and too large results become Undefined.
 * From 2016-03-23 on, a whole Decimal is an Int: 10.0 becomes 10.
 * Source: AWS IoT developer guide, iot-sql-data-types, "Decimal".
 */
export function settleFor(version: SqlVersion): Settle {
  return version === '2015-10-08' ? settleDecimal : settleNumber;
}

/** Stores a whole Decimal as an Int: as a number if a double is exact, otherwise as a bigint. Beyond 34 digits, it remains a
 * Decimal. */
export function settleNumber(result: Decimal): SqlNumber | undefined {
  if (!result.isInteger() || result.e >= 34) return settleDecimal(result);
  const double = result.toNumber();
  return Number.isSafeInteger(double) ? double + 0 : BigInt(result.toFixed());
}

/** Stores a whole Decimal as a Decimal, as in SQL 2015-10-08. */
export function settleDecimal(result: Decimal): SqlNumber | undefined {
  if (!result.isFinite()) return undefined;
  if (result.isInteger()) return result;
  const double = result.toNumber();
  return new Exact(double).eq(result) ? double : result;
}

/** Parses digits into a Decimal, rounded to 34 digits. */
export function decimalFrom(text: string): Decimal {
  return new Exact(text).toSignificantDigits(34);
}

/** Converts a number to a Decimal. A double is converted from its shortest decimal representation. */
export function exact(value: SqlNumber): Decimal {
  return value instanceof Decimal ? value : new Exact(typeof value === 'bigint' ? value.toString() : value);
}

/** Converts a number to a double, for functions that calculate "with double precision". */
export function double(value: SqlNumber): number {
  return typeof value === 'number' ? value : Number(value.toString());
}

/**
 * Formats a number: an Int in standard notation, a Decimal "possibly in scientific notation", as Java's BigDecimal does.
 * Source: AWS IoT developer guide, iot-sql-data-types, "To string".
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
