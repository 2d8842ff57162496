import { toBool, toNumber, toText, unify } from '../convert';
import { isList, isObject, type Value } from '../value';
import { attributeOf, elementOf } from './access';
import { evaluateCall } from './call';
import { evaluateFor } from './evaluate-for';
import { type Environment, locateFaults } from './evaluation-environment';
import { ExpressionError } from './expression-error';
import type { Expression, TemplatePart } from './expression-tree';
import { instanceIn } from './instance-address';
import { decide, operate } from './operate';
import { parseTemplate } from './parse-expression';
import { resolve } from './resolve';
import type { Scope } from './scope';

/**
 * Evaluates every string in an attribute tree as a template. Other values are unchanged.
 * @throws ExpressionError with the path of the invalid string
 */
export function evaluate(value: Value, scope: Scope): Value {
  if (typeof value === 'string') return evaluateText(value, scope);
  if (isList(value)) return value.map((item, at) => within(at, () => evaluate(item, scope)));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, within(key, () => evaluate(item, scope))]),
  );
}

/**
 * Evaluates a string. Text with interpolations returns a string, but a single `${…}` returns the value itself.
 * @param names values of other names, such as `each` and `count`
 * @throws ExpressionError if the string cannot be parsed or evaluated
 */
export function evaluateText(source: string, scope: Scope, names: ReadonlyMap<string, Value> = new Map()): Value {
  const { parts } = parseTemplate(source, new Set(names.keys()));
  return evaluateParts(parts, { scope, source, names, item: null, evaluate: evaluateExpression });
}

function within<T>(step: string | number, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof ExpressionError) throw error.within(step);
    throw error;
  }
}

function evaluateParts(parts: readonly TemplatePart[], environment: Environment): Value {
  const [only] = parts;
  if (parts.length === 1 && only?.kind === 'interpolation') return evaluateExpression(only.expression, environment);
  return parts
    .map((part) => (part.kind === 'text' ? part.text : evaluateInText(part.expression, environment)))
    .join('');
}

function evaluateInText(expression: Expression, environment: Environment): string {
  const value = evaluateExpression(expression, environment);
  return locateFaults(environment, expression.column, () => toText(value));
}

function evaluateExpression(expression: Expression, environment: Environment): Value {
  const { column } = expression;
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'template':
      return evaluateParts(expression.parts, environment);
    case 'reference':
      return resolve(expression.reference, column, environment);
    case 'bound':
      return environment.names.get(expression.name) ?? null;
    case 'splat-item':
      return environment.item;
    case 'attribute': {
      const of = evaluateExpression(expression.of, environment);
      return locateFaults(environment, column, () => attributeOf(of, expression.name));
    }
    case 'index': {
      const instance = instanceIn(expression);
      const resolved = instance && environment.scope.resolve(instance);
      if (resolved !== undefined) return resolved;
      const of = evaluateExpression(expression.of, environment);
      const key = evaluateExpression(expression.key, environment);
      return locateFaults(environment, column, () => elementOf(of, key));
    }
    case 'splat':
      return evaluateSplat(expression, environment);
    case 'call':
      return evaluateCall(expression, environment);
    case 'list':
      return expression.items.map((item) => evaluateExpression(item, environment));
    case 'object':
      return evaluateObject(expression, environment);
    case 'for':
      return evaluateFor(expression, environment);
    case 'unary':
    case 'binary':
    case 'conditional':
      return evaluateOperation(expression, environment);
    default:
      return expression satisfies never;
  }
}

type Of<Kind extends Expression['kind']> = Extract<Expression, { readonly kind: Kind }>;

function evaluateOperation(expression: Of<'unary' | 'binary' | 'conditional'>, environment: Environment): Value {
  if (expression.kind === 'conditional') return evaluateConditional(expression, environment);
  if (expression.kind === 'unary') {
    const operand = evaluateExpression(expression.operand, environment);
    return locateFaults(environment, expression.column, () =>
      expression.operator === '!' ? !toBool(operand) : 0 - toNumber(operand),
    );
  }
  const { operator } = expression;
  const left = evaluateExpression(expression.left, environment);
  const right = () => evaluateExpression(expression.right, environment);
  if (operator === '&&' || operator === '||') {
    return locateFaults(environment, expression.column, () => decide(operator, left, right));
  }
  const value = right();
  return locateFaults(environment, expression.column, () => operate(operator, left, value));
}

function evaluateConditional(expression: Of<'conditional'>, environment: Environment): Value {
  const condition = evaluateExpression(expression.condition, environment);
  const chosen = locateFaults(environment, expression.condition.column, () => toBool(condition));
  const value = evaluateExpression(chosen ? expression.whenTrue : expression.whenFalse, environment);
  // Only the type of the unselected result matters, and only for a literal: evaluating anything else may fail.
  const other = chosen ? expression.whenFalse : expression.whenTrue;
  if (other.kind !== 'literal' || other.value === null) return value;
  const [unified] = locateFaults(environment, expression.column, () => unify([value, other.value]));
  return unified ?? null;
}

function evaluateSplat(expression: Of<'splat'>, environment: Environment): Value {
  const of = evaluateExpression(expression.of, environment);
  // A single value is treated as a list of one element, and null as an empty list (HCL native syntax
  // specification, "Splat Operators").
  const items = isList(of) ? of : of === null ? [] : [of];
  return items.map((item) => evaluateExpression(expression.each, { ...environment, item }));
}

function evaluateObject(expression: Of<'object'>, environment: Environment): Value {
  return Object.fromEntries(
    expression.entries.map(({ key, value }) => [
      evaluateInText(key, environment),
      evaluateExpression(value, environment),
    ]),
  );
}
