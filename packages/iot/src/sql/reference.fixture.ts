import type { Decimal } from 'decimal.js';
import type { Binary, Expression, Query, Selection, Statement } from './ast';
import { castTo } from './cast';
import { Exact } from './exact-number';
import { functions } from './functions/registry';
import { numberFromText, parseJson } from './json-parse';
import type { RuleMessage } from './message';
import { printExpression } from './print';
import { isArray, isNumber, isObject, type SqlObject, type SqlValue, type SqlVersion } from './value';

/** Evaluates a statement by interpreting its tree, without the compiler's optimizations. */
export function referenceOutput(statement: Statement, message: RuleMessage, version: SqlVersion) {
  const variables = new Map<string, SqlValue>();
  const text = Buffer.from(message.payload).toString('utf8');
  const root = parseJson(text, { wholeDecimals: version === '2015-10-08' });
  const scope: Scope = { root, payload: root, variables, message, version };
  for (const { name, value } of statement.set) variables.set(name, evaluateReference(value, scope));
  if (statement.where !== undefined && truth(evaluateReference(statement.where, scope)) !== true)
    return { matched: false } as const;
  return {
    matched: true,
    output: evaluateSelection(statement.selection, scope, root === undefined ? message.payload : root),
  } as const;
}

interface Scope {
  readonly root: SqlValue;
  readonly payload: SqlValue;
  readonly alias?: string | undefined;
  readonly variables: ReadonlyMap<string, SqlValue>;
  readonly message: RuleMessage;
  readonly version: SqlVersion;
}

function evaluateReference(expression: Expression, scope: Scope): SqlValue {
  const inner = (each: Expression) => evaluateReference(each, scope);
  switch (expression.kind) {
    case 'null':
      return null;
    case 'boolean':
    case 'string':
      return expression.value;
    case 'number':
      return numberFromText(expression.text, { wholeDecimals: scope.version === '2015-10-08' });
    case 'array':
      return expression.items.map(inner).filter((item) => item !== undefined);
    case 'object':
      return objectOf(expression.entries.map(({ key, value }) => [key, inner(value)]));
    case 'name':
      return expression.name === scope.alias ? scope.root : member(scope.root, expression.name);
    case 'variable':
      return scope.variables.get(expression.name);
    case 'payload':
      return scope.payload ?? base64(scope.message);
    case 'member':
      return member(inner(expression.object), expression.name);
    case 'index': {
      const array = inner(expression.object);
      return isArray(array) ? array[expression.index] : undefined;
    }
    case 'unary':
      return expression.operator === '-'
        ? arithmetic('-', 0, inner(expression.operand), scope.version)
        : negate(truth(inner(expression.operand)));
    case 'binary':
      return binary(expression, inner(expression.left), inner(expression.right), scope.version);
    case 'call':
      return evaluateCall(expression.name, expression.arguments, scope);
    case 'cast':
      return castTo(expression.type, scope.version)?.(inner(expression.operand));
    case 'case': {
      const subject = expression.subject && inner(expression.subject);
      if (expression.subject !== undefined && subject === undefined) return undefined;
      const met = expression.branches.find(({ when }) =>
        expression.subject === undefined ? inner(when) === true : equal(subject, inner(when)) === true,
      );
      const result = met?.result ?? expression.otherwise;
      return result && inner(result);
    }
    case 'query':
      return evaluateQuery(expression, scope);
    case 'exists': {
      const found = evaluateQuery(expression.query, scope);
      return isArray(found) ? found.length > 0 : found !== undefined;
    }
  }
}

const objectOf = (entries: readonly (readonly [string, SqlValue])[]): SqlObject =>
  Object.fromEntries(entries.filter(([, value]) => value !== undefined));

const member = (value: SqlValue, key: string): SqlValue =>
  isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;

function evaluateCall(name: string, args: readonly Expression[], scope: Scope): SqlValue {
  const entry = functions.get(name.toLowerCase());
  const isBytes = (each: Expression) => each.kind === 'payload' && name.toLowerCase() !== 'get';
  const values = args.map((each) => {
    if (each.kind !== 'payload') return evaluateReference(each, scope);
    return isBytes(each) ? scope.message.payload : scope.payload;
  });
  if (entry?.kind === 'values') return entry.apply(values, scope.version);
  return entry?.kind === 'message' ? entry.prepare(values, scope.version)(scope.root, scope.message, []) : undefined;
}

function evaluateQuery({ selection, from, alias, where }: Query, scope: Scope): SqlValue {
  const source = evaluateReference(from, scope);
  const one = (root: SqlValue): SqlValue => {
    const inside: Scope = { ...scope, root, alias };
    if (where !== undefined && truth(evaluateReference(where, inside)) !== true) return undefined;
    return evaluateSelection(selection, inside, root);
  };
  if (isObject(source)) return one(source);
  return isArray(source) ? source.map(one).filter((value) => value !== undefined) : undefined;
}

function evaluateSelection(selection: Selection, scope: Scope, star: SqlValue): SqlValue {
  if (selection.kind === 'value')
    return selection.item.kind === 'star' ? star : evaluateReference(selection.item, scope);
  if (selection.items.every(({ kind }) => kind === 'star')) return star;
  let output: SqlObject = {};
  for (const item of selection.items) {
    if (item.kind !== 'item' || (item.alias === undefined && item.expression.kind === 'object')) {
      const object = item.kind === 'item' ? item.expression : item.kind === 'keys' ? item.object : undefined;
      const source = object === undefined ? scope.root : evaluateReference(object, scope);
      output = { ...output, ...(isObject(source) ? ownOf(source) : {}) };
    } else {
      const { expression, alias } = item;
      const whole = star instanceof Uint8Array ? base64(scope.message) : star;
      const key =
        expression.kind === 'name' || expression.kind === 'member' ? expression.name : printExpression(expression);
      output = put(
        output,
        alias ?? [key],
        expression.kind === 'payload' ? whole : evaluateReference(expression, scope),
      );
    }
  }
  return output;
}

const base64 = ({ payload }: RuleMessage): string => Buffer.from(payload).toString('base64');

const ownOf = (object: SqlObject): SqlObject => Object.fromEntries(Object.entries(object));

function put(object: SqlObject, [key = '', ...rest]: readonly string[], value: SqlValue): SqlObject {
  const existing = Object.hasOwn(object, key) ? object[key] : undefined;
  if (rest.length > 0) {
    if (value === undefined && !isObject(existing)) return object;
    return { ...object, [key]: put(isObject(existing) ? existing : {}, rest, value) };
  }
  if (value !== undefined) return { ...object, [key]: value };
  const { [key]: _, ...others } = object;
  return others;
}

function binary({ operator }: Binary, left: SqlValue, right: SqlValue, version: SqlVersion): SqlValue {
  const [a, b] = [truth(left), truth(right)];
  switch (operator) {
    case 'AND':
      return a === undefined || b === undefined ? undefined : a && b;
    case 'OR':
      return a === undefined || b === undefined ? undefined : a || b;
    case '=':
      return equal(left, right);
    case '<>':
      return negate(equal(left, right));
    case 'IN':
      return left === undefined || !isArray(right) ? undefined : right.some((item) => equal(left, item) === true);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return compareOrder(operator, decimalOf(left), decimalOf(right));
    default:
      return arithmetic(operator, left, right, version);
  }
}

const negate = (value: boolean | undefined) => (value === undefined ? undefined : !value);

function truth(value: SqlValue): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const text = typeof value === 'string' ? value.toLowerCase() : '';
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

function decimalOf(value: SqlValue): Decimal | undefined {
  if (isNumber(value)) return new Exact(value.toString());
  const isDecimal = typeof value === 'string' && /^-?\d+(\.\d+)?(e-?\d+)?$/i.test(value);
  const decimal = isDecimal ? new Exact(value).toSignificantDigits(34) : undefined;
  return decimal?.isFinite() === true ? decimal : undefined;
}

function compareOrder(operator: '<' | '<=' | '>' | '>=', left?: Decimal, right?: Decimal): boolean | undefined {
  if (left === undefined || right === undefined) return undefined;
  const sign = left.comparedTo(right);
  return { '<': sign < 0, '<=': sign <= 0, '>': sign > 0, '>=': sign >= 0 }[operator];
}

function equal(left: SqlValue, right: SqlValue): boolean | undefined {
  if (left === undefined || right === undefined) return undefined;
  if (isNumber(left) && isNumber(right)) return decimalOf(left)?.eq(decimalOf(right) ?? 0) ?? false;
  if (isArray(left) && isArray(right)) {
    return left.length === right.length && left.every((item, at) => equal(item, right[at]) === true);
  }
  if (!isObject(left) || !isObject(right)) return left === right;
  const keys = Object.keys(left);
  const others = Object.keys(right);
  return (
    keys.length === others.length && keys.every((key) => others.includes(key) && equal(left[key], right[key]) === true)
  );
}

function arithmetic(operator: string, left: SqlValue, right: SqlValue, version: SqlVersion): SqlValue {
  if (operator === '+' && (typeof left === 'string' || typeof right === 'string'))
    return concatenate(left, right, version);
  const [a, b] = [decimalOf(left), decimalOf(right)];
  if (a === undefined || b === undefined) return undefined;
  const result = { '+': a.plus(b), '-': a.minus(b), '*': a.times(b), '/': a.div(b), '%': a.mod(b) }[operator];
  if (result === undefined || !result.isFinite()) return undefined;
  const areInts = [left, right].every(
    (value) => typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value)),
  );
  return areInts ? intOf(result.trunc()) : version !== '2015-10-08' && result.isInteger() ? intOf(result) : result;
}

const intOf = (value: Decimal): SqlValue => (value.e >= 34 ? value : BigInt(value.toFixed()));

function concatenate(left: SqlValue, right: SqlValue, version: SqlVersion): SqlValue {
  const toText = castTo('String', version);
  const [a, b] = [toText?.(left), toText?.(right)];
  return typeof a === 'string' && typeof b === 'string' ? a + b : undefined;
}
