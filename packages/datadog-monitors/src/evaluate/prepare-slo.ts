import type { MonitorDefinition } from '../monitor/definition';
import { parseMonitorQuery } from '../query/monitor-query';
import { parseMetricQuery } from '../query/parse';
import type { MetricQuery, SloQuery } from '../query/tree';
import { budgetAt } from '../slo/error-budget';
import type { WindowValue } from './evaluate-group';
import { type EvaluatorOptions, type Prepared, prepareQuery } from './prepare';
import { NotEvaluated } from './refused';

/** An SLO that counts good events among all. */
export interface MetricSlo {
  /** In percent: 99.9. */
  readonly target: number;
  /** As in a metric query, without time aggregation: `sum:a.good{*}.as_count()`. */
  readonly good: string;
  readonly total: string;
}

/** An SLO alert, ready to be evaluated. */
export interface PreparedSlo {
  /** The window of an error budget, or the long one of a burn rate. */
  readonly long: Prepared;
  /** Of a burn rate alone; evaluated when the long window is. */
  readonly short: Prepared | undefined;
}

/**
 * A burn rate alerts where it is too high in the long window and in the short one, an error budget where too many percent
 * of it are consumed.
 * @throws QueryError, NotEvaluated for other kinds of monitors and for what is only checked, RangeError for a target that
 * leaves no budget
 * Source: D/service_level_objectives/burn_rate and /error_budget
 */
export function prepareSlo(definition: MonitorDefinition, slo: MetricSlo, options: EvaluatorOptions): PreparedSlo {
  const query = parseMonitorQuery(definition.type, definition.query);
  if (query.kind !== 'slo') throw new NotEvaluated(`a monitor of type ${definition.type}`, 'it is no SLO alert');
  // refuses a target that leaves no budget
  budgetAt({ target: slo.target, days: query.days }, 0);
  const over = (minutes: number): Prepared => prepareQuery(definition, burnIn(slo, query, minutes), options);
  const { burnRate, days } = query;
  const long = over(burnRate?.longMinutes ?? days * 1440);
  return { long, short: burnRate && { ...over(burnRate.shortMinutes), every: long.every } };
}

/** How many times too fast the budget burns in a window, or how many percent of it the window has consumed. */
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

/** The smaller of two values, where both windows have one: above a threshold only where both are. */
export function inBoth(long: WindowValue | undefined, short: WindowValue | undefined): WindowValue | undefined {
  return long && short && { ...long, value: Math.min(long.value, short.value) };
}
