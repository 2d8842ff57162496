import { NotEvaluatedError } from '../evaluate/not-evaluated-error';
import { calculation } from '../evaluate/points';
import { pointwise } from '../evaluate/window-values';
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
export function rejectFunctions(expression: Expression): void {
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

/** Aggregators of metric variables that are simulated. Source: API reference, "Query scalar data" */
const aggregatorNames = { avg: 'avg', mean: 'avg', sum: 'sum', min: 'min', max: 'max', last: 'last' } as const;
const aggregatorOf = ({ name, aggregator = '' }: MonitorVariable) => {
  if (aggregator === '') return undefined;
  const known = new Map<string, (typeof aggregatorNames)[keyof typeof aggregatorNames]>(
    Object.entries(aggregatorNames),
  );
  const found = known.get(aggregator);
  if (found === undefined)
    throw new NotEvaluatedError(`the aggregator ${aggregator} of ${name}`, 'it is not simulated');
  return found;
};

/**
 * Returns the assumptions about a formula over metrics. Datadog documents the aggregator of a variable for dashboards and scalar queries,
 * but not for monitors.
 */
export function assumedByFormula({ rollup }: FormulaQuery, variables: readonly MonitorVariable[]): readonly string[] {
  const own = variables.filter((one) => one.aggregator);
  const rest = rollup === undefined ? 'avg, the default of the editor' : rollup.text;
  if (own.length === 0)
    return [`a formula over metrics is calculated point by point, and aggregated over the window by ${rest}`];
  const listed = own.map(({ name, aggregator }) => `${name} by ${aggregator}`).join(', ');
  const others = own.length === variables.length ? '' : `, other variables by ${rest}`;
  return [`variables are aggregated over the window before the formula is calculated: ${listed}${others}`];
}

/**
 * Returns the metric query that is equivalent to a formula over metrics: each variable is replaced by its query. Datadog does not
 * document the default aggregation over the window; `avg` is the default of its editor. Variables with an aggregator are aggregated
 * before the formula is calculated.
 * @throws QueryError if the query of a variable is invalid, NotEvaluatedError for an unsupported aggregator or function
 */
export function metricQueryOf(query: FormulaQuery, variables: readonly MonitorVariable[]): MetricQuery {
  const parsed = new Map(
    variables.map(({ name, query: text = '' }) => [name, readExpression(scannerOf(text), readSeries)]),
  );
  const { window, rollup, comparator, threshold, text } = query;
  const aggregator = aggregators.find((name) => name === rollup?.text) ?? 'avg';
  const time = { aggregator, window, change: undefined, column: window.column, end: window.end };
  const aggregated = new Map(
    variables.flatMap((variable) => {
      const [own, expression] = [aggregatorOf(variable), parsed.get(variable.name)];
      return own === undefined || expression === undefined ? [] : [[expression, own] as const];
    }),
  );
  if (aggregated.size > 0) rejectSeriesFunctions(query.expression);
  return {
    kind: 'metric',
    text,
    time,
    expression: replaced(query.expression, parsed),
    comparator,
    threshold,
    ...(aggregated.size > 0 && { aggregated }),
  };
}

/** Rejects functions that need a series, because variables with an aggregator have one value per window. @throws NotEvaluatedError */
function rejectSeriesFunctions(expression: Expression): void {
  for (const part of expressionsIn(expression))
    if (part.kind === 'call' && !pointwise.includes(part.name.text) && part.name.text !== 'default_zero')
      throw new NotEvaluatedError(
        `${part.name.text}() over variables with an aggregator`,
        'such a variable has one value per window',
      );
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
