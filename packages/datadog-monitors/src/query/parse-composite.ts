import { endOf } from './parse-comparison';
import type { CompositeExpression, CompositeQuery } from './query-tree';
import { type Scanner, scannerOf } from './scanner';

const deepest = 50;
/** Maximum number of members. Source: docs.datadoghq.com/monitors/types/composite */
const most = 10;

/**
 * Matches a reference to a monitor: its Datadog id, its Terraform id, an expression such as `${datadog_monitor.a.id}`, or kennel's
 * `%{project:id}`.
 */
export const memberPattern = /[$%]\{[^{}]+\}|\d+|[A-Za-z_][\w-]*/y;

/**
 * Parses `a && !(b || c)`; `&&` has a higher precedence than `||`.
 * @throws QueryError
 * Source: docs.datadoghq.com/monitors/types/composite
 */
export function parseComposite(text: string): CompositeQuery {
  const scanner = scannerOf(text);
  const expression = readEither(scanner, 0);
  endOf(scanner);
  const ids = new Set(monitorsIn(expression));
  if (ids.size > most) throw scanner.error(`a composite combines up to ${most} monitors, not ${ids.size}`, 1);
  return { kind: 'composite', text, expression };
}

/** Returns the ids of the monitors in an expression, in order. */
export function monitorsIn(expression: CompositeExpression): string[] {
  if (expression.kind === 'monitor') return [expression.id];
  if (expression.kind === 'not') return monitorsIn(expression.operand);
  return [...monitorsIn(expression.left), ...monitorsIn(expression.right)];
}

function readEither(scanner: Scanner, depth: number): CompositeExpression {
  return readJoined(scanner, '||', () => readJoined(scanner, '&&', () => readOne(scanner, depth)));
}

function readJoined(scanner: Scanner, sign: '&&' | '||', read: () => CompositeExpression): CompositeExpression {
  let left = read();
  for (let count = 0; scanner.take(sign); count += 1) {
    if (count > 100) throw scanner.error('the condition has more than 100 operations in a row', left.column);
    const right = read();
    left = { kind: sign === '&&' ? 'and' : 'or', left, right, column: left.column, end: right.end };
  }
  return left;
}

function readOne(scanner: Scanner, depth: number): CompositeExpression {
  const id = scanner.takePattern(memberPattern);
  if (id) return { kind: 'monitor', id: id.text, column: id.column, end: id.end };
  const token = scanner.next();
  if (depth > deepest) throw scanner.error(`the condition is nested deeper than ${deepest} levels`, token.column);
  if (token.text === '!') {
    const operand = readOne(scanner, depth + 1);
    return { kind: 'not', operand, column: token.column, end: operand.end };
  }
  if (token.text !== '(') throw scanner.unexpected(token, 'the id of a monitor, ! or (');
  const inner = readEither(scanner, depth + 1);
  scanner.expect(')', 'to close the parenthesis');
  return inner;
}
