import type { Tags } from '../query/matches';
import type { Sketch } from '../series/sketch';

/** What one minute of one series holds. */
export interface Bucket {
  /** Minutes since the epoch. */
  readonly minute: number;
  readonly sum: number;
  readonly count: number;
  readonly min: number;
  readonly max: number;
  /** For CloudWatch's percentiles; absent where all values are alike. */
  readonly sketch?: Sketch | undefined;
}

/** A series as a store keeps it: what came in each minute. */
export interface BucketSeries {
  readonly tags: Tags;
  /** In order, oldest first, each minute at most once. */
  readonly minutes: readonly Bucket[];
  /** When a minute's points arrived, where that was later than the minute itself. */
  readonly arrivals?: ReadonlyMap<number, number>;
}

/** A series with one value a minute, as tests and exports have it. */
export interface ValueSeries {
  readonly tags: Tags;
  /** The minute of the first value. */
  readonly from: number;
  /** NaN in a minute without a point. */
  readonly values: Float64Array;
  readonly arrivals?: ReadonlyMap<number, number>;
}

export type SourceSeries = BucketSeries | ValueSeries;

/** Where the points come from: a store, or the series of a test. */
export interface SeriesSource {
  series(metric: string): readonly SourceSeries[];
}

/** A stretch of minutes, both ends included. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** The buckets of a range, found by halving: a store may hold a day and a monitor looks at five minutes of it. */
export function bucketsIn({ minutes }: BucketSeries, { from, to }: Range): readonly Bucket[] {
  return minutes.slice(firstFrom(minutes, from), firstFrom(minutes, to + 1));
}

function firstFrom(minutes: readonly Bucket[], minute: number): number {
  let low = 0;
  let high = minutes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((minutes[middle]?.minute ?? minute) < minute) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The mean of each minute of a range; NaN where there is no point. */
export function pointsOfSource(series: SourceSeries, { from, to }: Range): Float64Array {
  const points = new Float64Array(Math.max(0, to - from + 1)).fill(Number.NaN);
  if ('minutes' in series) {
    for (const { minute, sum, count } of bucketsIn(series, { from, to })) points[minute - from] = sum / count;
    return points;
  }
  return points.map((_, at) => series.values[from + at - series.from] ?? Number.NaN);
}

/** Whether any series of a metric has points that arrived late. */
export function hasLatePoints(source: SeriesSource, metric: string): boolean {
  return source.series(metric).some(({ arrivals }) => arrivals !== undefined && arrivals.size > 0);
}

/** What the source held at a minute of wall time. */
export function arrivedBy(source: SeriesSource, minute: number): SeriesSource {
  return {
    series: (metric) =>
      source.series(metric).map((series) => {
        const { arrivals } = series;
        if (!arrivals || arrivals.size === 0) return series;
        const arrived = (one: number) => (arrivals.get(one) ?? one) <= minute;
        if ('minutes' in series) return { ...series, minutes: series.minutes.filter((one) => arrived(one.minute)) };
        const values = series.values.map((value, at) => (arrived(series.from + at) ? value : Number.NaN));
        return { ...series, values };
      }),
  };
}
