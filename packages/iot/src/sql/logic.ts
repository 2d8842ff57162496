import { compareNumbers, same } from './compare';
import { toBoolean, toNumber } from './convert';
import { isArray, type SqlValue } from './value';

// Source of all: AWS IoT developer guide, iot-sql-operators. Neither AND nor OR gives an answer where one side is no
// Boolean, even if the other side alone would decide.

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

/** `<`, `<=`, `>`, `>=`: both sides as Decimals; Undefined where one is none. `holds` judges the sign of left - right. */
export function order(holds: (sign: number) => boolean): (left: SqlValue, right: SqlValue) => boolean | undefined {
  return (left, right) => {
    if (typeof left === 'number' && typeof right === 'number') return holds(left - right);
    const a = toNumber(left);
    const b = toNumber(right);
    return a === undefined || b === undefined ? undefined : holds(compareNumbers(a, b));
  };
}

/** `element IN array`: Undefined where the right side is no array or the left side is Undefined. */
export function isIn(element: SqlValue, array: SqlValue): boolean | undefined {
  if (element === undefined || !isArray(array)) return undefined;
  return array.some((item) => same(element, item, 0));
}
