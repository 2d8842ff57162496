import { toInt } from '../convert';
import type { SqlValue } from '../value';

// Source: AWS IoT developer guide, iot-sql-functions: "All non-Int numbers are rounded down to the nearest Int."

type Values = readonly SqlValue[];

/** Returns a bitwise operation on two Ints, which are treated as two's complement numbers of unlimited width. */
function onInts(narrow: (a: number, b: number) => number, wide: (a: bigint, b: bigint) => bigint) {
  return ([left, right]: Values): SqlValue => {
    const a = toInt(left);
    const b = toInt(right);
    if (a === undefined || b === undefined) return undefined;
    if (a === Number(a) && b === Number(b) && (a | 0) === a && (b | 0) === b) return narrow(a, b);
    return settleInt(wide(BigInt(a), BigInt(b)));
  };
}

export const bitand = onInts(
  (a, b) => a & b,
  (a, b) => a & b,
);
export const bitor = onInts(
  (a, b) => a | b,
  (a, b) => a | b,
);
export const bitxor = onInts(
  (a, b) => a ^ b,
  (a, b) => a ^ b,
);

/**
 * Evaluates bitnot(int). As in the guide's example bitnot(13) = 2, the function flips only the number's own bits (1101
 * → 0010) instead of a fixed-width word. A negative number has infinitely many leading ones, so it is inverted as a
 * two's complement number.
 */
export function bitnot([value]: Values): SqlValue {
  const int = toInt(value);
  if (int === undefined) return undefined;
  const bits = BigInt(int);
  if (bits < 0n) return settleInt(~bits);
  const ones = (1n << BigInt(bits.toString(2).length)) - 1n;
  return settleInt(bits ^ ones);
}

function settleInt(value: bigint): number | bigint {
  const double = Number(value);
  return Number.isSafeInteger(double) ? double : value;
}
