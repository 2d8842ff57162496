import { printExpression } from '../query/print';
import { printNumber } from '../query/print-number';
import type { ArithmeticOperator, Expression, MetricSeries, Scope } from '../query/query-tree';
import { listed } from './spans';

const operators: Readonly<Record<ArithmeticOperator, string>> = {
  '+': 'plus',
  '-': 'minus',
  '*': 'times',
  '/': 'divided by',
};

const calls: Readonly<Record<string, string>> = {
  abs: 'the absolute value of',
  anomalies: 'the share of anomalies in',
  forecast: 'the forecast of',
  outliers: 'the outliers of',
};

/** Describes the measured value, for example `aws.lambda.errors divided by aws.lambda.invocations`. */
export function expressionInWords(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return printNumber(expression.value);
    case 'series':
      return seriesInWords(expression);
    case 'negative':
      return `minus ${operandInWords(expression.operand)}`;
    case 'arithmetic':
      return [operandInWords(expression.left), operators[expression.operator], operandInWords(expression.right)].join(
        ' ',
      );
    case 'call': {
      const words = calls[expression.name.text];
      return words === undefined ? printExpression(expression) : `${words} ${expressionInWords(expression.operand)}`;
    }
    default:
      return expression satisfies never;
  }
}

function operandInWords(expression: Expression): string {
  const words = expressionInWords(expression);
  return expression.kind === 'arithmetic' ? `(${words})` : words;
}

const aggregators: Readonly<Record<string, string>> = {
  avg: 'the average ',
  max: 'the highest ',
  min: 'the lowest ',
  count: 'the number of ',
};

function seriesInWords({ aggregator, metric, scope, modifiers }: MetricSeries): string {
  const name = aggregator?.text ?? 'sum';
  const prefix = /^p\d/.test(name) ? `the ${name.slice(1)}th percentile of ` : (aggregators[name] ?? '');
  const rate = modifiers.some((one) => one.name === 'as_rate') ? ' per second' : '';
  const where = scope.kind === 'all' ? '' : ` where ${scopeInWords(scope)}`;
  return `${prefix}${metric.text}${rate}${where}`;
}

/** Describes a scope, for example `functionname is power-on and env is not dev`. */
export function scopeInWords(scope: Scope): string {
  switch (scope.kind) {
    case 'all':
      return 'anything';
    case 'tag':
      return scope.value === undefined ? `${scope.key} is set` : `${scope.key} is ${scope.value}`;
    case 'in':
      return scope.negated
        ? `${scope.key} is neither ${listed(scope.values, 'nor')}`
        : `${scope.key} is ${listed(scope.values, 'or')}`;
    case 'not':
      if (scope.of.kind !== 'tag') return `not (${scopeInWords(scope.of)})`;
      return scope.of.value === undefined ? `${scope.of.key} is not set` : `${scope.of.key} is not ${scope.of.value}`;
    case 'and':
    case 'or':
      return scope.parts.map(partInWords).join(` ${scope.kind} `);
    default:
      return scope satisfies never;
  }
}

function partInWords(scope: Scope): string {
  return scope.kind === 'and' || scope.kind === 'or' ? `(${scopeInWords(scope)})` : scopeInWords(scope);
}
