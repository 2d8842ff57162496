import { Precise, toBool, toNumber } from '../convert';
import { ValueFault } from '../fault';
import { equal, type Value } from '../value';
import type { BinaryOperator } from './tree';

/** Applies an operator to both sides. Numbers and bools written as strings are converted, as Terraform does. */
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

/** `&&` and `||`. Terraform 1.12 and later leave the right side alone where the left decides; so does this. */
export function decide(operator: '&&' | '||', left: Value, right: () => Value): boolean {
  const first = toBool(left);
  return operator === '&&' ? first && toBool(right()) : first || toBool(right());
}
