import { type Prepared, prepareQuery } from '../evaluate/prepare';
import { NotEvaluated } from '../evaluate/refused';
import type { SeriesSource } from '../evaluate/source';
import type { MonitorDefinition } from '../monitor/definition';
import { parseMonitorQuery } from '../query/monitor-query';
import { parseMetricQuery } from '../query/parse';
import type { MetricQuery, SloQuery } from '../query/tree';
import { budgetAt } from '../slo/error-budget';
import { assumedBy } from './assumed';
import { type History, historiesOf, scheduleOf } from './histories';
import type { SimulationOptions } from './simulate';
import { type Simulation, timelines } from './timelines';

/** An SLO that counts good events among all. */
export interface MetricSlo {
  /** In percent: 99.9. */
  readonly target: number;
  /** As in a metric query, without time aggregation: `sum:a.good{*}.as_count()`. */
  readonly good: string;
  readonly total: string;
}

/**
 * What an SLO alert does: a burn rate alerts where it is too high in the long window and in the short one, an error budget
 * where too many percent of it are consumed.
 * @throws QueryError, NotEvaluated, MessageError
 * Source: D/service_level_objectives/burn_rate and /error_budget
 */
export function simulateSlo(
  definition: MonitorDefinition,
  slo: MetricSlo,
  source: SeriesSource,
  options: SimulationOptions,
): Simulation {
  const query = parseMonitorQuery(definition.type, definition.query);
  if (query.kind !== 'slo') throw new NotEvaluated(`a monitor of type ${definition.type}`, 'it is no SLO alert');
  // refuses a target that leaves no budget
  budgetAt({ target: slo.target, days: query.days }, 0);
  const over = (minutes: number): Prepared => prepareQuery(definition, burnIn(slo, query, minutes), options);
  const { burnRate, days } = query;
  const long = over(burnRate?.longMinutes ?? days * 1440);
  const schedule = scheduleOf(long, options);
  const longRun = historiesOf(long, source, schedule);
  const assumed = assumedBy(long, source);
  if (!burnRate) return timelines(long.subject, { histories: longRun, schedule, assumed, ...options });
  const short = over(burnRate.shortMinutes);
  // evaluated when the long window is
  const shortRun = historiesOf(short, source, scheduleOf({ ...short, every: long.every }, options));
  return timelines(long.subject, { histories: bothOf(longRun, shortRun), schedule, assumed, ...options });
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

/** The smaller of two values, where both windows have one. */
function bothOf(longs: readonly History[], shorts: readonly History[]): History[] {
  return longs.flatMap((long) => {
    const short = shorts.find(({ group }) => group === long.group);
    if (!short) return [];
    const values = long.values.map((value, at) => Math.min(value, short.values[at] ?? Number.NaN));
    const holds = long.holds.map((flag, at) => flag & (short.holds[at] ?? 0));
    const windowAt = (at: number) => {
      const window = holds[at] === 1 ? long.windowAt(at) : undefined;
      return window && { ...window, value: values[at] ?? Number.NaN };
    };
    return [{ ...long, values, holds, windowAt }];
  });
}
