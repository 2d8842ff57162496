import type { MetricType } from '../catalogue/metric';
import { quantileOf } from '../series/sketch';
import type { Bucket, SeriesSource, SourceSeries } from './source';

/** Function that reduces a minute to one number. For a single value, every statistic except the count returns this value. */
export type Statistic = (bucket: Bucket) => number;

const average: Statistic = ({ sum, count }) => (count === 0 ? Number.NaN : sum / count);
const total: Statistic = ({ sum }) => sum;

const sampleCount: Statistic = ({ count }) => count;

const statistics: Readonly<Record<string, Statistic>> = {
  maximum: ({ max }) => max,
  minimum: ({ min }) => min,
  sum: total,
  average,
  samplecount: sampleCount,
};

/**
 * Returns the series of a metric, and the statistic to read from them. CloudWatch statistics are separate metrics in Datadog: if a store has
 * only `aws.lambda.duration`, `aws.lambda.duration.maximum` is computed from it.
 */
export function seriesOf(
  source: SeriesSource,
  metric: string,
  type: MetricType,
): { series: readonly SourceSeries[]; statistic: Statistic } {
  const own = source.series(metric);
  if (own.length > 0) return { series: own, statistic: type === 'count' ? total : average };
  const [, base, suffix] = /^(.+?)\.(maximum|minimum|sum|average|samplecount|p\d{1,2}(?:\.\d+)?)$/.exec(metric) ?? [];
  if (base === undefined || suffix === undefined) return { series: [], statistic: average };
  return { series: source.series(base), statistic: statistics[suffix] ?? quantile(Number(suffix.slice(1)) / 100) };
}

/** Returns the statistic of a minute with a single value. */
export function ofValue(statistic: Statistic, value: number): number {
  return statistic === sampleCount ? 1 : value;
}

function quantile(fraction: number): Statistic {
  return ({ sketch, min, max }) => {
    if (sketch !== undefined) return quantileOf(sketch, fraction);
    return min === max ? min : Number.NaN;
  };
}
