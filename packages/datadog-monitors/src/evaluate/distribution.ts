import { quantileOfBuckets } from '../series/sketch';
import { type Aggregator, nothing, type Points } from './points';
import { type Bucket, bucketsIn, type Range, type SourceSeries } from './source';

/** Function that reduces the values of a distribution in a span to one number. */
export type Reduction = (buckets: readonly Bucket[]) => number;

const total = (buckets: readonly Bucket[], of: (bucket: Bucket) => number): number =>
  buckets.reduce((sum, bucket) => sum + of(bucket), 0);

/**
 * Reductions of a distribution. All values count equally, regardless of which series reported them: the average is weighted by the number
 * of values. Source: docs.datadoghq.com/metrics/distributions
 */
export const reductions: Readonly<Record<Aggregator, Reduction>> = {
  avg: (buckets) => total(buckets, ({ sum }) => sum) / total(buckets, ({ count }) => count),
  sum: (buckets) => total(buckets, ({ sum }) => sum),
  count: (buckets) => total(buckets, ({ count }) => count),
  min: (buckets) => buckets.reduce((least, { min }) => Math.min(least, min), Number.POSITIVE_INFINITY),
  max: (buckets) => buckets.reduce((most, { max }) => Math.max(most, max), Number.NEGATIVE_INFINITY),
};

/** Returns the reduction to a percentile. @param name for example `p95` */
export const percentileOf =
  (name: string): Reduction =>
  (buckets) =>
    quantileOfBuckets(buckets, Number(name.slice(1)) / 100);

/** Combines all values that the series of a group report in a minute into one point. */
export function distributionPoints(all: readonly SourceSeries[], range: Range, reduce: Reduction): Points {
  const points = nothing(range);
  for (const [minute, buckets] of bucketsByMinute(all, range)) points[minute - range.from] = reduce(buckets);
  return points;
}

function bucketsByMinute(all: readonly SourceSeries[], range: Range): ReadonlyMap<number, Bucket[]> {
  const byMinute = new Map<number, Bucket[]>();
  for (const bucket of all.flatMap((series) => bucketsWithin(series, range))) {
    const found = byMinute.get(bucket.minute);
    if (found) found.push(bucket);
    else byMinute.set(bucket.minute, [bucket]);
  }
  return byMinute;
}

/** Returns the buckets of a series in a range. In a series with one value per minute, each point becomes a bucket with one value. */
export function bucketsWithin(series: SourceSeries, range: Range): readonly Bucket[] {
  if ('minutes' in series) return bucketsIn(series, range);
  const first = Math.max(range.from, series.from);
  const values = series.values.subarray(first - series.from, Math.max(0, range.to - series.from + 1));
  return Array.from(values, (value, at) => ({
    minute: first + at,
    sum: value,
    count: 1,
    min: value,
    max: value,
  })).filter(({ sum }) => !Number.isNaN(sum));
}
