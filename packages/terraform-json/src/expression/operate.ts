import { Precise, toBool, toNumber } from '../convert';
import { ValueFault } from '../fault';
import { equal, type Value } from '../value';
import type { BinaryOperator } from './expression-tree';

/** Applies an operator to two values. As in Terraform, strings that contain numbers or bools are converted. */
export function operate(operator: Exclude<BinaryOperator, '&&' | '||'>, left: Value, right: Value): Value {
  switch (operator) {
    case '==':
      return equal(left, right);
    case '!=':
      return !equal(left, right);
    case '<':
      return toNumber(left) < toNumber(right);
    case '<=':
      return toNumber(left) <= toNumber(right);
    case '>':
      return toNumber(left) > toNumber(right);
    case '>=':
      return toNumber(left) >= toNumber(right);
    default:
      return calculate(operator, toNumber(left), toNumber(right));
  }
}

function calculate(operator: '+' | '-' | '*' | '/' | '%', left: number, right: number): number {
  const a = new Precise(left);
  if (right === 0 && (operator === '/' || operator === '%')) throw new ValueFault('division by zero');
  switch (operator) {
    case '+':
      return a.plus(right).toNumber();
    case '-':
      return a.minus(right).toNumber();
    case '*':
      return a.times(right).toNumber();
    case '/':
      return a.dividedBy(right).toNumber();
    case '%':
      return a.modulo(right).toNumber();
    default:
      return operator satisfies never;
  }
}

/**
 * Evaluates `&&` and `||`. As in Terraform 1.12 and later, the right operand is not evaluated if the left operand
 * determines the result.
 */
export function decide(operator: '&&' | '||', left: Value, right: () => Value): boolean {
  const first = toBool(left);
  return operator === '&&' ? first && toBool(right()) : first || toBool(right());
}
