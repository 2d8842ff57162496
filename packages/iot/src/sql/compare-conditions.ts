import type { Binary, Expression, Statement } from './ast';
import { parseStatement } from './parse-statement';
import { printExpression } from './print';
import { SqlError } from './sql-error';

/**
 * Change to a WHERE clause. A `stricter` clause matches no additional messages, and a `wider` clause still matches all previous
 * messages. `other` means that neither case is certain.
 */
export type ConditionChange = 'same' | 'stricter' | 'wider' | 'other';

/**
 * Compares the WHERE clauses of two statements by their meaning. Returns undefined if AWS IoT would reject
 * one of the statements.
 */
export function compareConditions(before: string, after: string): ConditionChange | undefined {
  try {
    const [old, now] = [parseStatement(before), parseStatement(after)];
    const [was, is] = [conditionsOf(old), conditionsOf(now)];
    // the meaning of a condition with variables depends on SET
    const variables = [...was, ...is].some((condition) => printExpression(condition).includes('@'));
    if (variables && setOf(old) !== setOf(now)) return 'other';
    const [stricter, wider] = [allFollow(is, was), allFollow(was, is)];
    if (stricter && wider) return 'same';
    return stricter ? 'stricter' : wider ? 'wider' : 'other';
  } catch (error) {
    if (error instanceof SqlError) return undefined;
    throw error;
  }
}

const conditionsOf = ({ where }: Statement) => (where === undefined ? [] : operandsOf('AND', where));
const setOf = ({ set }: Statement) => set.map(({ name, value }) => `@${name} = ${printExpression(value)}`).join();

/** Returns the operands of a chain of ANDs or ORs. For example, `a AND b AND c` has three operands. */
function operandsOf(operator: 'AND' | 'OR', expression: Expression): readonly Expression[] {
  return expression.kind === 'binary' && expression.operator === operator
    ? [...operandsOf(operator, expression.left), ...operandsOf(operator, expression.right)]
    : [expression];
}

/** Returns whether every condition in `asked` follows from some condition in `given`. */
const allFollow = (given: readonly Expression[], conclusions: readonly Expression[]): boolean =>
  conclusions.every((one) => given.some((other) => follows(other, one)));

/**
 * Returns whether one condition follows from another. `a OR b` does not follow from `a`, because `a OR b` is Undefined
 * if `b` is Undefined. Source: AWS IoT developer guide, iot-sql-operators.
 */
function follows(given: Expression, conclusion: Expression): boolean {
  if (printExpression(given) === printExpression(conclusion)) return true;
  const alternatives = operandsOf('OR', given);
  if (alternatives.length > 1) return alternatives.every((one) => allFollow(operandsOf('AND', one), [conclusion]));
  const [narrow, wide] = [boundOf(given), boundOf(conclusion)];
  if (narrow === undefined || wide === undefined) return false;
  if (narrow.of !== wide.of || narrow.isLower !== wide.isLower) return false;
  if (narrow.value === wide.value) return wide.included || !narrow.included;
  return narrow.value > wide.value === wide.isLower;
}

/** Numeric bound on an expression. */
interface Bound {
  readonly of: string;
  readonly value: number;
  readonly isLower: boolean;
  readonly included: boolean;
}

function boundOf(expression: Expression): Bound | undefined {
  if (expression.kind !== 'binary' || !/^[<>]=?$/.test(expression.operator)) return undefined;
  const { operator, left, right }: Binary = expression;
  const included = operator.endsWith('=');
  const [above, limit] = [operator.startsWith('>'), numberOf(right)];
  if (limit !== undefined) return { of: printExpression(left), value: limit, isLower: above, included };
  const turned = numberOf(left);
  return turned === undefined ? undefined : { of: printExpression(right), value: turned, isLower: !above, included };
}

function numberOf(expression: Expression): number | undefined {
  if (expression.kind === 'number') return Number(expression.text);
  if (expression.kind !== 'unary' || expression.operator !== '-') return undefined;
  const operand = numberOf(expression.operand);
  return operand === undefined ? undefined : -operand;
}
