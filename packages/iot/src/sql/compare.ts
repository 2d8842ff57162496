import { exact } from './exact-number';
import { deepestValue, isArray, isNumber, isObject, type SqlNumber, type SqlObject, type SqlValue } from './value';

/**
 * Evaluates `left = right`. The result is Undefined if either operand is Undefined, and false if the types differ. An Int is
 * converted to a Decimal before the comparison. The order of an object's keys is irrelevant. Source: AWS IoT developer guide,
 * iot-sql-operators, "= operator".
 */
export function equals(left: SqlValue, right: SqlValue): boolean | undefined {
  return left === undefined || right === undefined ? undefined : same(left, right, 0);
}

/** Returns whether two values are equal. Unlike in SQL, Undefined equals itself. */
export function same(left: SqlValue, right: SqlValue, depth: number): boolean {
  if (left === right) return true;
  if (isNumber(left)) return isNumber(right) && compareNumbers(left, right) === 0;
  if (depth > deepestValue) return false;
  if (isArray(left)) {
    return isArray(right) && left.length === right.length && left.every((v, i) => same(v, right[i], depth + 1));
  }
  if (isObject(left)) return isObject(right) && sameObjects(left, right, depth);
  return left instanceof Uint8Array && right instanceof Uint8Array && Buffer.compare(left, right) === 0;
}

function sameObjects(left: SqlObject, right: SqlObject, depth: number): boolean {
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => Object.hasOwn(right, key) && same(left[key], right[key], depth + 1));
}

/** Compares two numbers; the result is negative, zero or positive. */
export function compareNumbers(left: SqlNumber, right: SqlNumber): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return exact(left).comparedTo(exact(right));
}
