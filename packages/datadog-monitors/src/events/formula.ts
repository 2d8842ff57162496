import { NotEvaluatedError } from '../evaluate/not-evaluated-error';
import { calculation } from '../evaluate/points';
import type { MonitorDefinition, MonitorVariable } from '../monitor/definition';
import { readExpression } from '../query/parse-query';
import { readSeries } from '../query/parse-series';
import type { Argument, Expression, FormulaQuery, MetricQuery } from '../query/query-tree';
import { scannerOf } from '../query/scanner';
import { expressionsIn, seriesIn } from '../query/walk';

/** Calculates a formula from the values of its variables; NaN if a value is missing. Call `refuseFunctions` first. */
export function calculate(expression: Expression, variable: (name: string) => number): number {
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'negative':
      return -calculate(expression.operand, variable);
    case 'series':
      return variable(expression.metric.text);
    case 'arithmetic':
      return calculation[expression.operator](
        calculate(expression.left, variable),
        calculate(expression.right, variable),
      );
    case 'call': {
      const { name, args, operand } = expression;
      const value = calculate(operand, variable);
      return functions[name.text]?.(value, numberOf(args[0])) ?? Number.NaN;
    }
    default:
      return expression satisfies never;
  }
}

/** Rejects functions that are not simulated over events, so that a run does not fail halfway. @throws NotEvaluatedError */
export function refuseFunctions(expression: Expression): void {
  for (const part of expressionsIn(expression))
    if (part.kind === 'call' && functions[part.name.text] === undefined)
      throw new NotEvaluatedError(`${part.name.text}() in a formula`, 'it is not simulated over events');
}

const orElse = (value: number, other: number): number => (Number.isNaN(value) ? other : value);

const functions: Readonly<Record<string, (value: number, argument: number) => number>> = {
  abs: Math.abs,
  log2: Math.log2,
  log10: Math.log10,
  exclude_null: (value) => value,
  default_zero: (value) => orElse(value, 0),
  default: orElse,
  clamp_min: Math.max,
  clamp_max: Math.min,
};

const numberOf = (argument: Argument | undefined): number =>
  argument?.kind === 'number' ? argument.value : Number.NaN;

/** Returns the variables that a formula uses. @throws NotEvaluatedError if a variable is not declared */
export function variablesOf({ expression }: FormulaQuery, { variables = [] }: MonitorDefinition): MonitorVariable[] {
  return [...new Set(seriesIn(expression).map(({ metric }) => metric.text))].map((name) => {
    const found = variables.find((variable) => variable.name === name);
    if (!found) throw new NotEvaluatedError(`the variable ${name}`, 'options.variables does not declare it');
    return found;
  });
}

/** Returns whether all variables of a formula are metric queries. */
export const isOverMetrics = (variables: readonly MonitorVariable[]): boolean =>
  variables.length > 0 && variables.every(({ source }) => source === 'metrics');

/**
 * Returns the metric query that is equivalent to a formula over metrics: each variable is replaced by its query. Datadog does not
 * document the default aggregation over the window; `avg` is the default of its editor.
 * @throws QueryError if the query of a variable is invalid
 */
export function metricQueryOf(query: FormulaQuery, variables: readonly MonitorVariable[]): MetricQuery {
  const parsed = new Map(
    variables.map(({ name, query: text = '' }) => [name, readExpression(scannerOf(text), readSeries)]),
  );
  const { window, rollup, comparator, threshold, text } = query;
  const aggregator = aggregators.find((name) => name === rollup?.text) ?? 'avg';
  const time = { aggregator, window, change: undefined, column: window.column, end: window.end };
  return { kind: 'metric', text, time, expression: replaced(query.expression, parsed), comparator, threshold };
}

const aggregators = ['avg', 'sum', 'min', 'max'] as const;

function replaced(expression: Expression, queries: ReadonlyMap<string, Expression>): Expression {
  switch (expression.kind) {
    case 'number':
      return expression;
    case 'series':
      return queries.get(expression.metric.text) ?? expression;
    case 'negative':
    case 'call':
      return { ...expression, operand: replaced(expression.operand, queries) };
    case 'arithmetic': {
      const { left, right } = expression;
      return { ...expression, left: replaced(left, queries), right: replaced(right, queries) };
    }
    default:
      return expression satisfies never;
  }
}
