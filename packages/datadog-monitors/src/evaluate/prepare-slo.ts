import type { MonitorDefinition } from '../monitor/definition';
import { parseMonitorQuery } from '../query/monitor-query';
import { parseMetricQuery } from '../query/parse-query';
import type { MetricQuery, SloQuery } from '../query/query-tree';
import { budgetAt } from '../slo/error-budget';
import type { WindowValue } from './evaluate-group';
import { NotEvaluatedError } from './not-evaluated-error';
import { type EvaluatorOptions, type PreparedMonitor, prepareQuery } from './prepare';

/** SLO that measures the share of good events. */
export interface MetricSlo {
  /** Target in percent, for example 99.9. */
  readonly target: number;
  /** Metric query without time aggregation, for example `sum:a.good{*}.as_count()`. */
  readonly good: string;
  readonly total: string;
}

/** SLO alert that is ready for evaluation. */
export interface PreparedSlo {
  /** Window of an error budget, or the long window of a burn rate. */
  readonly long: PreparedMonitor;
  /** Short window of a burn rate; evaluated together with the long window. */
  readonly short: PreparedMonitor | undefined;
}

/**
 * Prepares an SLO alert. A burn rate alert triggers if the rate is too high in both windows. An error budget alert triggers if
 * too much of the budget is consumed.
 * @throws QueryError; NotEvaluatedError for other kinds of monitors and for features that are only validated; RangeError if
 * the target leaves no budget
 * Source: docs.datadoghq.com/service_level_objectives/burn_rate and /error_budget
 */
export function prepareSlo(definition: MonitorDefinition, slo: MetricSlo, options: EvaluatorOptions): PreparedSlo {
  const query = parseMonitorQuery(definition.type, definition.query);
  if (query.kind !== 'slo')
    throw new NotEvaluatedError(`a monitor of type ${definition.type}`, 'it is not an SLO alert');
  // rejects a target that leaves no budget
  budgetAt({ target: slo.target, days: query.days }, 0);
  const over = (minutes: number): PreparedMonitor => prepareQuery(definition, burnIn(slo, query, minutes), options);
  const { burnRate, days } = query;
  const long = over(burnRate?.longMinutes ?? days * 1440);
  return { long, short: burnRate && { ...over(burnRate.shortMinutes), every: long.every } };
}

/** Returns the burn rate in a window, or the percentage of the error budget that was consumed in the window. */
function burnIn(
  { target, good, total }: MetricSlo,
  { burnRate, comparator, threshold }: SloQuery,
  minutes: number,
): MetricQuery {
  const scale = burnRate ? 100 : 10_000;
  const budget = Number((100 - target).toPrecision(12));
  const query = parseMetricQuery(`sum(last_1m):${scale} * (1 - (${good}) / (${total})) / ${budget} > 0`);
  return { ...query, time: { ...query.time, window: { ...query.time.window, minutes } }, comparator, threshold };
}

/**
 * Returns the smaller of two values: it exceeds a threshold only if both values do. Undefined unless both windows have a value.
 */
export function inBoth(long: WindowValue | undefined, short: WindowValue | undefined): WindowValue | undefined {
  return long && short && { ...long, value: Math.min(long.value, short.value) };
}
