import type { MetricType } from '../catalogue/metric';
import type { Assumptions } from '../evaluate/assumptions';
import type { PreparedMonitor } from '../evaluate/prepare';
import type { SeriesSource } from '../evaluate/source';
import { round } from '../evaluate/threshold';
import { matches } from '../query/matches';
import type { Expression, MetricQuery, MetricSeries } from '../query/query-tree';
import { expressionsIn } from '../query/walk';

/** Returns the assumptions about undocumented behavior of a query that affect a result, each with its parameter. */
export function assumedBy({ subject, read }: PreparedMonitor, source: SeriesSource): string[] {
  const { query, assumptions } = subject;
  const reading = read(source);
  const all = [...expressionsIn(query.expression)].flatMap((part): string[] => {
    if (part.kind === 'call') return ofFunction(part, assumptions);
    if (part.kind !== 'series') return [];
    const isGauge = reading.typeOf(part.metric.text) === 'gauge';
    return [
      ...ofPoints(part, reading.typeOf(part.metric.text), query),
      ...ofModifiers(part, assumptions.fillLimitSeconds),
      ...(isGauge && joinsSeries(part, source)
        ? [`gaps of gauges are filled before the aggregation: ${assumptions.interpolation} (interpolation)`]
        : []),
    ];
  });
  return [...new Set([...all, ...(query.time.aggregator === 'percentile' ? [fromSketches] : [])])];
}

const fromSketches = 'percentiles are calculated from sketches, within 1%';

/** Longest window, in minutes, for which a result does not mention the interval of points. */
const shortWindow = 60;

/** Returns the assumptions about the interval of points, which Datadog does not publish for queries without a rollup. */
function ofPoints({ aggregator, modifiers }: MetricSeries, type: MetricType, { time }: MetricQuery): string[] {
  const hasRollup = modifiers.some(({ name }) => name === 'rollup');
  const converts = modifiers.some(
    ({ name }) => (name === 'as_count' && type === 'rate') || (name === 'as_rate' && type === 'count'),
  );
  const isLong = time.window.minutes > shortWindow && !(time.aggregator === 'sum' && aggregator?.text === 'sum');
  return [
    ...(!hasRollup && (isLong || converts) ? ['a query without a rollup has one point per minute (pointMinutes)'] : []),
    ...(/^p\d/.test(aggregator?.text ?? '') && type === 'distribution' ? [fromSketches] : []),
  ];
}

const differences = /^(?:diff|dt|derivative|monotonic_diff|per_(?:second|minute|hour))$/;

function ofFunction(
  { name, args }: Extract<Expression, { kind: 'call' }>,
  { lookbackMinutes, fillLimitSeconds, anomalies }: Assumptions,
): string[] {
  if (differences.test(name.text)) {
    return [
      `${name.text}() searches ${lookbackMinutes} minutes before the window for the previous point (lookbackMinutes)`,
    ];
  }
  if (name.text === 'anomalies' && anomalies) {
    const { windowMinutes, quantile } = anomalies;
    return [
      `approximation: anomalies() expects the quantiles ${quantile} and ${round(1 - quantile)} of the previous ${windowMinutes} minutes (anomalies)`,
      'approximation: the trigger window determines when an anomaly ends, not the recovery window',
    ];
  }
  if (name.text === 'outliers') return ['outliers() compares two series only in minutes in which both have a point'];
  if (name.text === 'default') return ['default() sets its value for every minute without a point'];
  if (name.text.startsWith('ewma_')) return [`${name.text}() uses the weight 2 / (span + 1)`];
  return name.text === 'fill' && args.length === 1 ? [withoutLimit(fillLimitSeconds)] : [];
}

function ofModifiers({ modifiers }: MetricSeries, fillLimitSeconds: number): string[] {
  return modifiers.flatMap(({ name, args }) => {
    if (name === 'rollup') return ['a rollup includes its whole first bucket, even if it starts before the window'];
    if (name === 'weighted') return ['weighted() weights every series by its number of points in the rollup'];
    return name === 'fill' && args.length === 1 ? [withoutLimit(fillLimitSeconds)] : [];
  });
}

const withoutLimit = (seconds: number): string => `fill() without a limit fills ${seconds} seconds (fillLimitSeconds)`;

/** Returns whether a group contains several series. */
function joinsSeries({ metric, scope, groupBy, modifiers }: MetricSeries, source: SeriesSource): boolean {
  if (modifiers.some(({ name }) => name === 'fill')) return false;
  const found = source.series(metric.text).filter(({ tags }) => matches(scope, tags));
  const groups = new Set(found.map(({ tags }) => groupBy.map(({ text }) => tags[text]).join()));
  return found.length > groups.size;
}
