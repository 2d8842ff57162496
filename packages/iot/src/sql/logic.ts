import { compareNumbers, same } from './compare';
import { toBoolean, toNumber } from './convert';
import { isArray, type SqlValue } from './value';

// AND and OR are Undefined if one operand is not a Boolean, even if the other operand would determine the result. Source: AWS IoT
// developer guide, iot-sql-operators.

export function and(left: SqlValue, right: SqlValue): boolean | undefined {
  const a = toBoolean(left);
  const b = toBoolean(right);
  return a === undefined || b === undefined ? undefined : a && b;
}

export function or(left: SqlValue, right: SqlValue): boolean | undefined {
  const a = toBoolean(left);
  const b = toBoolean(right);
  return a === undefined || b === undefined ? undefined : a || b;
}

export function not(operand: SqlValue): boolean | undefined {
  const value = toBoolean(operand);
  return value === undefined ? undefined : !value;
}

/**
 * Returns the operator `<`, `<=`, `>` or `>=`. It compares Decimals, and is Undefined if an operand is not numeric.
 * @param holds predicate for the sign of left - right
 */
export function order(holds: (sign: number) => boolean): (left: SqlValue, right: SqlValue) => boolean | undefined {
  return (left, right) => {
    if (typeof left === 'number' && typeof right === 'number') return holds(left - right);
    const a = toNumber(left);
    const b = toNumber(right);
    return a === undefined || b === undefined ? undefined : holds(compareNumbers(a, b));
  };
}

/** Evaluates `element IN array`, which is Undefined if the right side is not an array or the left side is Undefined. */
export function isIn(element: SqlValue, array: SqlValue): boolean | undefined {
  if (element === undefined || !isArray(array)) return undefined;
  return array.some((item) => same(element, item, 0));
}
