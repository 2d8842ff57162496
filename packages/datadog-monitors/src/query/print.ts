import type { MonitorQuery } from './monitor-query';
import { printComposite, printFormula, printSearch, printServiceCheck, printSlo } from './print-chain';
import { printNumber } from './print-number';
import type {
  Argument,
  Comparison,
  Expression,
  MetricSeries,
  Modifier,
  Scope,
  TimeAggregation,
  Window,
} from './query-tree';

/** Prints a query in the canonical form of Datadog's editor. Parsing the result returns an equal query. */
export function print(query: MonitorQuery): string {
  switch (query.kind) {
    case 'metric':
      return `${printTime(query.time)}:${printExpression(query.expression)}${printComparison(query)}`;
    case 'service check':
      return printServiceCheck(query);
    case 'search':
      return `${printSearch(query)}${printComparison(query)}`;
    case 'formula':
      return `${printFormula(query)}${printComparison(query)}`;
    case 'slo':
      return `${printSlo(query)}${printComparison(query)}`;
    case 'composite':
      return printComposite(query.expression);
    case 'opaque':
      return query.text;
    default:
      return query satisfies never;
  }
}

function printComparison({ comparator, threshold }: Comparison): string {
  return ` ${comparator.sign} ${printNumber(threshold.value)}`;
}

function printTime({ aggregator, window, change }: TimeAggregation): string {
  const inner = `${aggregator}(${printWindow(window)})`;
  if (!change) return inner;
  return `${change.kind}(${inner},${change.shift.amount}${change.shift.unit}_ago)`;
}

export function printWindow({ kind, amount, unit }: Window): string {
  return `${kind}_${amount}${unit}`;
}

export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'series':
      return printSeries(expression);
    case 'number':
      return printNumber(expression.value);
    case 'negative':
      return `-${printOperand(expression.operand)}`;
    case 'arithmetic':
      return `${printLeft(expression)} ${expression.operator} ${printRight(expression)}`;
    case 'call':
      return `${expression.name.text}(${[printExpression(expression.operand), ...expression.args.map(printArgument)].join(', ')})`;
    default:
      return expression satisfies never;
  }
}

type Arithmetic = Extract<Expression, { readonly kind: 'arithmetic' }>;

const binds = ({ operator }: Arithmetic): number => (operator === '+' || operator === '-' ? 1 : 2);

function printLeft(expression: Arithmetic): string {
  const { left } = expression;
  const loose = left.kind === 'arithmetic' && binds(left) < binds(expression);
  return loose ? `(${printExpression(left)})` : printExpression(left);
}

function printRight(expression: Arithmetic): string {
  const { right } = expression;
  const loose = right.kind === 'arithmetic' && binds(right) <= binds(expression);
  return loose || right.kind === 'negative' ? `(${printExpression(right)})` : printExpression(right);
}

function printOperand(expression: Expression): string {
  const plain = expression.kind === 'series' || expression.kind === 'call' || expression.kind === 'number';
  return plain ? printExpression(expression) : `(${printExpression(expression)})`;
}

function printSeries({ aggregator, metric, scope, groupBy, modifiers }: MetricSeries): string {
  const prefix = aggregator ? `${aggregator.text}:` : '';
  const groups = groupBy.length === 0 ? '' : ` by {${groupBy.map(({ text }) => text).join(',')}}`;
  return `${prefix}${metric.text}{${printScope(scope)}}${groups}${modifiers.map(printModifier).join('')}`;
}

export function printScope(scope: Scope): string {
  switch (scope.kind) {
    case 'all':
      return '*';
    case 'tag':
      return scope.value === undefined ? scope.key : `${scope.key}:${scope.value}`;
    case 'in':
      return `${scope.key} ${scope.negated ? 'NOT ' : ''}IN (${scope.values.join(',')})`;
    case 'not':
      return scope.sign === '!' ? `!${printPart(scope.of)}` : `NOT ${printPart(scope.of)}`;
    case 'and':
    case 'or':
      return scope.parts.map(printPart).join(scope.sign === ',' ? ',' : ` ${scope.sign} `);
    default:
      return scope satisfies never;
  }
}

function printPart(scope: Scope): string {
  return scope.kind === 'and' || scope.kind === 'or' ? `(${printScope(scope)})` : printScope(scope);
}

function printModifier({ name, args }: Modifier): string {
  return `.${name}(${args.map(printArgument).join(', ')})`;
}

function printArgument(argument: Argument): string {
  if (argument.kind === 'number') return printNumber(argument.value);
  if (argument.kind === 'word') return argument.text;
  if (argument.kind === 'named') return `${argument.name}=${printArgument(argument.value)}`;
  return argument.text.includes("'") ? `"${argument.text}"` : `'${argument.text}'`;
}
