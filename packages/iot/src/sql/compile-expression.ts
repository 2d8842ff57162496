import type { Binary, BinaryOperator, Case, Cast, Expression, ObjectLiteral, Variable } from './ast';
import { castTo, castTypes } from './cast';
import { equals } from './compare';
import { compileCall } from './compile-call';
import type { CompileContext } from './compile-context';
import { compileIndex, compileMember, compileRootPath, rootPath } from './compile-path';
import { asJson } from './compile-selection';
import { type CompiledExpression, closure, constant, dynamic, map, map2 } from './compiled-expression';
import { numberFromText } from './json-parse';
import { and, isIn, not, or, order } from './logic';
import { rootOf } from './message';
import { type Position, SqlError } from './sql-error';
import { nearMiss } from './suggest-word';
import { isArray, type SqlValue, setKey } from './value';

/**
 * Compiles an expression to a closure, or to a constant if its value does not depend on the message.
 * @throws SqlError if the expression is not valid in the SQL version
 */
export function compileExpression(expression: Expression, context: CompileContext): CompiledExpression {
  const compile = (inner: Expression) => compileExpression(inner, context);
  const path = rootPath(expression);
  if (path !== undefined) {
    if (path[0] !== context.element) return compileRootPath(path);
    return path.length === 1 ? dynamic((element) => element) : compileRootPath(path.slice(1));
  }
  switch (expression.kind) {
    case 'null':
      return constant(null);
    case 'boolean':
    case 'string':
      return constant(expression.value);
    case 'number':
      return constant(numberFromText(expression.text, { wholeDecimals: context.version === '2015-10-08' }));
    case 'array':
      needsLiterals(expression.at, context);
      return combine(expression.items.map(compile), (values) => values.filter((value) => value !== undefined));
    case 'object':
      needsLiterals(expression.at, context);
      return compileObject(expression, context);
    case 'variable':
      return compileVariable(expression, context);
    case 'member':
      return compileMember(compile(expression.object), expression.name);
    case 'index':
      return compileIndex(compile(expression.object), expression.index);
    case 'unary':
      return map(compile(expression.operand), expression.operator === 'NOT' ? not : context.arithmetic.negate);
    case 'binary':
      return compileBinary(expression, context);
    case 'call':
      return compileCall(expression, context);
    case 'cast':
      return compileCast(expression, context);
    case 'case':
      return compileCase(expression, context);
    case 'query':
      return context.query(expression, context);
    case 'exists':
      return map(context.query(expression.query, context), (found) =>
        isArray(found) ? found.length > 0 : found !== undefined,
      );
    default:
      return dynamic(asJson((_root, message) => rootOf(message, context.version) ?? message.payload));
  }
}

// Rejects literal arrays and objects in SQL 2015-10-08. AWS IoT developer guide, iot-sql-literals: "available only when
// using SQL version 2016-03-23 or later".
function needsLiterals(at: Position, { version }: CompileContext): void {
  if (version !== '2015-10-08') return;
  const message = 'literal arrays and objects require SQL version 2016-03-23 or later; this rule uses 2015-10-08';
  throw new SqlError({ message, at });
}

function compileBinary({ operator, left, right }: Binary, context: CompileContext): CompiledExpression {
  const a = context.expression(left, context);
  const b = context.expression(right, context);
  if (operator === '=' && b.constant && isSimple(b.value)) return compileEquals(a, b.value);
  return map2(a, b, operation(operator, context));
}

// Returns whether a value can be compared with ===. Most conditions are comparisons with a string or Boolean.
// Numbers require the general comparison, because an Int can be compared with a Decimal.
function isSimple(value: SqlValue): value is string | boolean {
  return typeof value === 'string' || typeof value === 'boolean';
}

function compileEquals(operand: CompiledExpression, expected: string | boolean): CompiledExpression {
  return map(operand, (value) => (value === undefined ? undefined : value === expected));
}

const isLess = order((sign) => sign < 0);
const isLessOrEqual = order((sign) => sign <= 0);
const isGreater = order((sign) => sign > 0);
const isGreaterOrEqual = order((sign) => sign >= 0);

function operation(operator: BinaryOperator, { arithmetic }: CompileContext): (a: SqlValue, b: SqlValue) => SqlValue {
  switch (operator) {
    case 'OR':
      return or;
    case 'AND':
      return and;
    case '=':
      return equals;
    case '<>':
      return (a, b) => not(equals(a, b));
    case '<':
      return isLess;
    case '<=':
      return isLessOrEqual;
    case '>':
      return isGreater;
    case '>=':
      return isGreaterOrEqual;
    case 'IN':
      return isIn;
    case '+':
      return arithmetic.add;
    case '-':
      return arithmetic.subtract;
    case '*':
      return arithmetic.multiply;
    case '/':
      return arithmetic.divide;
    case '%':
      return arithmetic.remainder;
  }
}

function combine(
  parts: readonly CompiledExpression[],
  build: (values: readonly SqlValue[]) => SqlValue,
): CompiledExpression {
  if (parts.every((part) => part.constant))
    return constant(build(parts.map((part) => (part.constant ? part.value : undefined))));
  const evaluates = parts.map(closure);
  return dynamic((root, message, variables) => build(evaluates.map((evaluate) => evaluate(root, message, variables))));
}

function compileObject({ entries }: ObjectLiteral, context: CompileContext): CompiledExpression {
  const keys = entries.map(({ key }) => key);
  const parts = entries.map(({ value }) => context.expression(value, context));
  return combine(parts, (values) => {
    const object: { [key: string]: SqlValue } = {};
    keys.forEach((key, i) => {
      if (values[i] !== undefined) setKey(object, key, values[i]);
    });
    return object;
  });
}

function compileVariable({ name, at }: Variable, { variables }: CompileContext): CompiledExpression {
  const index = variables.indexOf(name);
  if (index >= 0) return dynamic((_root, _message, values) => values[index]);
  const suggestion = nearMiss(name, variables);
  const hint = suggestion === undefined ? '' : `; did you mean @${suggestion}?`;
  throw new SqlError({ message: `@${name} is used before it is set${hint}`, at });
}

function compileCast({ operand, type, at }: Cast, context: CompileContext): CompiledExpression {
  const conversion = castTo(type, context.version);
  if (conversion !== undefined) return map(context.expression(operand, context), conversion);
  const suggestion = nearMiss(type, castTypes);
  const known = castTypes.some((name) => name.toLowerCase() === type.toLowerCase());
  const hint = suggestion === undefined || known ? '' : `; did you mean ${suggestion}?`;
  const message = known
    ? `cast to ${type} requires SQL version 2016-03-23 or later; this rule uses ${context.version}`
    : `${type} is not a type that cast supports${hint}`;
  throw new SqlError({ message, at, expected: castTypes });
}

function compileCase({ subject, branches, otherwise }: Case, context: CompileContext): CompiledExpression {
  const compile = (expression: Expression) => context.expression(expression, context);
  const value = subject && compile(subject);
  const tests = branches.map(({ when }) => (value === undefined ? compile(when) : map2(value, compile(when), equals)));
  const results = branches.map(({ result }) => compile(result));
  const fallback = otherwise === undefined ? constant(undefined) : compile(otherwise);
  const testClosures = tests.map(closure);
  const resultClosures = [...results, fallback].map(closure);
  const subjectClosure = value && closure(value);
  return dynamic((root, message, variables) => {
    // AWS IoT developer guide, iot-sql-case: "If v is Undefined, the result of the case statement is Undefined".
    if (subjectClosure !== undefined && subjectClosure(root, message, variables) === undefined) return undefined;
    const met = testClosures.findIndex((test) => test(root, message, variables) === true);
    return resultClosures.at(met)?.(root, message, variables);
  });
}
