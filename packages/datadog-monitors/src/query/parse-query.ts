import { didYouMean } from '../near-miss';
import { functionFacts } from './functions';
import { readArguments } from './parse-arguments';
import { readComparison } from './parse-comparison';
import { nameOf, readSeries } from './parse-series';
import { readTimeAggregation } from './parse-window';
import type { ArithmeticOperator, Expression, MetricQuery } from './query-tree';
import { type Scanner, scannerOf, type Token } from './scanner';
import { seriesIn } from './walk';

// This limit is well above the depth of real queries, and prevents hostile input from exhausting the stack.
const deepest = 60;

/**
 * Parses the query of a metric monitor, for example `sum(last_5m):sum:aws.states.executions_failed{*}.as_count() >= 1`.
 * @throws QueryError with the column, the expected input, and the most similar known word
 * Source: API reference, "Create a monitor", "Metric alert query"; docs.datadoghq.com/monitors/types/metric
 */
export function parseMetricQuery(text: string): MetricQuery {
  const scanner = scannerOf(text);
  const time = readTimeAggregation(scanner);
  const expression = readSum({ scanner, operand: readSeries }, 0);
  if (seriesIn(expression).length === 0) {
    const example = 'a metric such as avg:system.load.1{*}';
    throw scanner.error(`the query contains no metric; use ${example}`, expression.column, example);
  }
  return { kind: 'metric', text, time, expression, ...readComparison(scanner) };
}

/** Function that reads the operand that starts with a name: a metric series, or a variable of a formula. */
type ReadOperand = (scanner: Scanner, name: Token) => Expression;

interface QueryReader {
  readonly scanner: Scanner;
  readonly operand: ReadOperand;
}

/** Reads an expression with arithmetic and functions. @throws QueryError */
export function readExpression(scanner: Scanner, operand: ReadOperand): Expression {
  return readSum({ scanner, operand }, 0);
}

function readSum(reading: QueryReader, depth: number): Expression {
  return readOperations(reading.scanner, ['+', '-'], () => readProduct(reading, depth));
}

function readProduct(reading: QueryReader, depth: number): Expression {
  return readOperations(reading.scanner, ['*', '/'], () => readFactor(reading, depth));
}

function readOperations(
  scanner: Scanner,
  operators: readonly ArithmeticOperator[],
  read: () => Expression,
): Expression {
  let left = read();
  for (let length = 0; ; length += 1) {
    const token = scanner.peek();
    const operator = token.kind === 'sign' ? operators.find((candidate) => candidate === token.text) : undefined;
    if (operator === undefined) return left;
    if (length > 200) throw scanner.error('the expression has more than 200 operations in a row', token.column);
    scanner.next();
    const right = read();
    left = { kind: 'arithmetic', operator, left, right, column: left.column, end: right.end };
  }
}

function readFactor(reading: QueryReader, depth: number): Expression {
  const { scanner } = reading;
  const token = scanner.next();
  const { column, end } = token;
  if (depth > deepest) throw scanner.error(`the expression is nested deeper than ${deepest} levels`, column);
  if (token.kind === 'number') return { kind: 'number', value: Number(token.text), column, end };
  if (token.kind === 'word') return readNamed(reading, token, depth);
  if (token.text === '+') return readFactor(reading, depth + 1);
  if (token.text === '-') {
    const operand = readFactor(reading, depth + 1);
    return { kind: 'negative', operand, column, end: operand.end };
  }
  if (token.text !== '(')
    throw scanner.unexpected(token, 'a metric such as avg:system.load.1{*}, a function or a number');
  const inner = readSum(reading, depth + 1);
  scanner.expect(')', 'to close the parenthesis');
  const dot = scanner.peek();
  if (dot.text === '.') throw scanner.error('a modifier applies to one metric, not to a parenthesis', dot.column);
  return inner;
}

function readNamed(reading: QueryReader, name: Token, depth: number): Expression {
  const { scanner } = reading;
  if (scanner.peek().text !== '(') return reading.operand(scanner, name);
  const fact = functionFacts.get(name.text);
  if (!fact) {
    throw scanner.error(
      `unknown function ${name.text}${didYouMean(name.text, [...functionFacts.keys()])}`,
      name.column,
    );
  }
  scanner.next();
  const operand = readSum(reading, depth + 1);
  const args = readArguments(scanner, fact, name, true);
  return { kind: 'call', name: nameOf(name), operand, args, column: name.column, end: scanner.position + 1 };
}
