import { endOf } from './parse-comparison';
import { type Scanner, scannerOf } from './scanner';
import type { CompositeExpression, CompositeQuery } from './tree';

const deepest = 50;
/** D/monitors/types/composite: up to ten monitors. */
const most = 10;

/** An id in Datadog, the Terraform id of a monitor, or a reference that Terraform puts in: `${datadog_monitor.a.id}`. */
const monitorId = /\$\{[^{}]+\}|\d+|[A-Za-z_][\w-]*/y;

/**
 * Reads `a && !(b || c)`; `&&` binds closer than `||`.
 * @throws QueryError
 * Source: D/monitors/types/composite
 */
export function parseComposite(text: string): CompositeQuery {
  const scanner = scannerOf(text);
  const expression = readEither(scanner, 0);
  endOf(scanner);
  const ids = new Set(monitorsIn(expression));
  if (ids.size > most) throw scanner.error(`a composite joins up to ${most} monitors, not ${ids.size}`, 1);
  return { kind: 'composite', text, expression };
}

/** The ids of the monitors that an expression names, in its order. */
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
    if (count > 100) throw scanner.error('more than 100 operations in a row', left.column);
    const right = read();
    left = { kind: sign === '&&' ? 'and' : 'or', left, right, column: left.column, end: right.end };
  }
  return left;
}

function readOne(scanner: Scanner, depth: number): CompositeExpression {
  const id = scanner.takePattern(monitorId);
  if (id) return { kind: 'monitor', id: id.text, column: id.column, end: id.end };
  const token = scanner.next();
  if (depth > deepest) throw scanner.error(`nested deeper than ${deepest} levels`, token.column);
  if (token.text === '!') {
    const operand = readOne(scanner, depth + 1);
    return { kind: 'not', operand, column: token.column, end: operand.end };
  }
  if (token.text !== '(') throw scanner.unexpected(token, 'the id of a monitor, ! or (');
  const inner = readEither(scanner, depth + 1);
  scanner.expect(')', 'to close the parenthesis');
  return inner;
}
