import type { Decimal } from 'decimal.js';
import { arithmeticFor } from '../arithmetic';
import { toIndex, toNumber } from '../convert';
import { double, Exact, exact, settleFor, settleNumber } from '../exact-number';
import { isInt, type SqlNumber, type SqlValue, type SqlVersion } from '../value';

// Source: AWS IoT developer guide, iot-sql-functions.

type Values = readonly SqlValue[];

function onNumber(apply: (value: SqlNumber, version: SqlVersion) => SqlValue) {
  return ([value]: Values, version: SqlVersion) => {
    const number = toNumber(value);
    return number === undefined ? undefined : apply(number, version);
  };
}

export const abs = onNumber((value, version) => {
  if (typeof value === 'number') return Math.abs(value);
  return isInt(value) ? settleNumber(exact(value).abs()) : settleFor(version)(exact(value).abs());
});

export const sign = onNumber((value) =>
  typeof value === 'number' ? Math.sign(value) + 0 : exact(value).comparedTo(0),
);

function rounding(round: (value: Decimal) => Decimal) {
  return onNumber((value) => (isInt(value) ? value : settleNumber(round(exact(value)))));
}

export const ceil = rounding((value) => value.ceil());
export const floor = rounding((value) => value.floor());
// Halves are rounded away from zero: the guide states that a half "is rounded up", but this package follows the guide's
// example Round(-1.5) = -2.
export const round = rounding((value) => value.toDecimalPlaces(0, Exact.ROUND_HALF_UP));

/** Evaluates trunc(number, places) with 0 to 34 places. */
export function trunc([value, places]: Values, version: SqlVersion): SqlValue {
  const number = toNumber(value);
  // According to the guide's table, the second argument cannot be a String.
  const count = typeof places === 'string' ? undefined : toIndex(places);
  if (number === undefined || count === undefined) return undefined;
  if (isInt(number)) return number;
  const cut = exact(number).toDecimalPlaces(Math.max(0, Math.min(34, count)), Exact.ROUND_DOWN);
  // "Trailing zeroes are stripped from the result": trunc(2.00, 5) = 2.
  return cut.isInteger() ? settleNumber(cut) : settleFor(version)(cut);
}

/** Evaluates mod and remainder in the same way as the operator %. */
export function remainder([left, right]: Values, version: SqlVersion): SqlValue {
  return arithmeticFor(version).remainder(left, right);
}

// Converts the result of a function "with double precision". Results that are complex, infinite or undefined become
// Undefined.
function settleDouble(result: number, version: SqlVersion): SqlValue {
  return Number.isFinite(result) ? settleFor(version)(new Exact(result)) : undefined;
}

export function onDouble(apply: (value: number) => number) {
  return onNumber((value, version) => settleDouble(apply(double(value)), version));
}

export function onDoubles(apply: (a: number, b: number) => number) {
  return ([left, right]: Values, version: SqlVersion) => {
    const a = toNumber(left);
    const b = toNumber(right);
    return a === undefined || b === undefined ? undefined : settleDouble(apply(double(a), double(b)), version);
  };
}

/** Evaluates nanvl(value, otherwise). Only Undefined and Null are replaced, because Decimals are never NaN in this package. */
export function nanvl([value, otherwise]: Values): SqlValue {
  return value === undefined || value === null ? otherwise : value;
}
