import type { Decimal } from 'decimal.js';
import { toNumber, toText } from './convert';
import { exact, settleFor, settleNumber } from './exact-number';
import { isInt, type SqlNumber, type SqlValue, type SqlVersion } from './value';

export type BinaryOperation = (left: SqlValue, right: SqlValue) => SqlValue;

export interface Arithmetic {
  readonly add: BinaryOperation;
  readonly subtract: BinaryOperation;
  readonly multiply: BinaryOperation;
  readonly divide: BinaryOperation;
  readonly remainder: BinaryOperation;
  readonly negate: (operand: SqlValue) => SqlValue;
}

interface Operation {
  /** Fast implementation for two Ints that doubles represent exactly. */
  readonly fast: (left: number, right: number) => number;
  readonly exact: (left: Decimal, right: Decimal) => Decimal;
}

const sum: Operation = { fast: (a, b) => a + b, exact: (a, b) => a.plus(b) };
const difference: Operation = { fast: (a, b) => a - b, exact: (a, b) => a.minus(b) };
const product: Operation = { fast: (a, b) => a * b, exact: (a, b) => a.times(b) };
const quotient: Operation = { fast: (a, b) => a / b, exact: (a, b) => a.div(b) };
const remainder: Operation = { fast: (a, b) => a % b, exact: (a, b) => a.mod(b) };

/**
 * Returns the operators + - * / % for a SQL version. Two Ints result in an Int, so division truncates. A numeric String is
 * treated as a Decimal. Other operands, division by zero and results over 1E999 are Undefined. Source: AWS IoT developer guide,
 * iot-sql-operators.
 */
export function arithmeticFor(version: SqlVersion): Arithmetic {
  return version === '2015-10-08' ? legacy : current;
}

function build(version: SqlVersion): Arithmetic {
  const settle = settleFor(version);
  const binary = (operation: Operation): BinaryOperation => {
    const general = (left: SqlValue, right: SqlValue) => {
      const a = toNumber(left);
      const b = toNumber(right);
      return a === undefined || b === undefined ? undefined : calculate(operation, a, b);
    };
    const calculate = (operation: Operation, a: SqlNumber, b: SqlNumber) => {
      const result = operation.exact(exact(a), exact(b));
      return isInt(a) && isInt(b) ? settleNumber(result.trunc()) : settle(result);
    };
    return (left, right) => {
      if (typeof left === 'number' && typeof right === 'number' && Number.isInteger(left) && Number.isInteger(right)) {
        const result = Math.trunc(operation.fast(left, right));
        if (Number.isSafeInteger(result)) return result + 0;
      }
      return general(left, right);
    };
  };
  const subtract = binary(difference);
  return {
    add: addition(binary(sum)),
    subtract,
    multiply: binary(product),
    divide: binary(quotient),
    remainder: binary(remainder),
    negate: (operand) => subtract(0, operand),
  };
}

// Returns the operator +, which concatenates if either operand is a String, even a numeric String.
function addition(numbers: BinaryOperation): BinaryOperation {
  return (left, right) => {
    if (typeof left !== 'string' && typeof right !== 'string') return numbers(left, right);
    const a = toText(left);
    const b = toText(right);
    return a === undefined || b === undefined ? undefined : a + b;
  };
}

const legacy = build('2015-10-08');
const current = build('2016-03-23');
