import type { RuleMessage } from './message';
import type { SqlValue } from './value';

/**
 * Closure that evaluates a compiled expression. Names refer to keys of `root`, which is the payload or the element of a nested
 * query. `variables` contains the values of SET in order. The closure never throws; failures return Undefined.
 */
export type Evaluate = (root: SqlValue, message: RuleMessage, variables: readonly SqlValue[]) => SqlValue;

/** Constant value, or a closure to evaluate for each message. */
export type CompiledExpression =
  | { readonly constant: true; readonly value: SqlValue }
  | { readonly constant: false; readonly evaluate: Evaluate };

export function constant(value: SqlValue): CompiledExpression {
  return { constant: true, value };
}

export function dynamic(evaluate: Evaluate): CompiledExpression {
  return { constant: false, evaluate };
}

/** Returns a closure that evaluates a compiled expression, even if it is constant. */
export function closure(compiled: CompiledExpression): Evaluate {
  if (!compiled.constant) return compiled.evaluate;
  const { value } = compiled;
  return () => value;
}

/**
 * Compiles the application of a function to one operand. If the operand is constant, the result is computed
 * immediately.
 */
export function map(operand: CompiledExpression, apply: (value: SqlValue) => SqlValue): CompiledExpression {
  if (operand.constant) return constant(apply(operand.value));
  const { evaluate } = operand;
  return dynamic((root, message, variables) => apply(evaluate(root, message, variables)));
}

/** Compiles the application of a function to two operands. If both are constant, the result is computed immediately. */
export function map2(
  left: CompiledExpression,
  right: CompiledExpression,
  apply: (left: SqlValue, right: SqlValue) => SqlValue,
): CompiledExpression {
  if (left.constant && right.constant) return constant(apply(left.value, right.value));
  if (right.constant) {
    const { value } = right;
    return map(left, (a) => apply(a, value));
  }
  if (left.constant) {
    const { value } = left;
    return map(right, (b) => apply(value, b));
  }
  const a = left.evaluate;
  const b = right.evaluate;
  return dynamic((root, message, variables) => apply(a(root, message, variables), b(root, message, variables)));
}
