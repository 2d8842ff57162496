import type { RecordedEvent } from '../events/event';
import type { SeriesTags } from '../query/matches';
import type { Sketch } from '../series/sketch';

/** Statistics of one minute of a series. */
export interface Bucket {
  /** Time in minutes since the epoch. */
  readonly minute: number;
  readonly sum: number;
  readonly count: number;
  readonly min: number;
  readonly max: number;
  /** Sketch for CloudWatch percentiles; absent if all values are equal. */
  readonly sketch?: Sketch | undefined;
}

/** Series in a store's format: one bucket per minute. */
export interface BucketSeries {
  readonly tags: SeriesTags;
  /** Buckets, oldest first, at most one per minute. */
  readonly minutes: readonly Bucket[];
  /** Arrival minutes of late points, keyed by the minute of the points. */
  readonly arrivals?: ReadonlyMap<number, number>;
}

/** Series with one value per minute, as in tests and exports. */
export interface ValueSeries {
  readonly tags: SeriesTags;
  /** Minute of the first value. */
  readonly from: number;
  /** Values; NaN for a minute without a point. */
  readonly values: Float64Array;
  readonly arrivals?: ReadonlyMap<number, number>;
}

export type SourceSeries = BucketSeries | ValueSeries;

/** Source of points: a store, or the series of a test. */
export interface SeriesSource {
  series(metric: string): readonly SourceSeries[];
  /** Returns the events of a source such as `logs`. Absent if no events are given. */
  events?(source: string): readonly RecordedEvent[];
}

/** Range of minutes, both ends inclusive. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * Returns the buckets of a range by binary search: a store may contain a day of data, but a monitor reads only five minutes.
 */
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

/** Returns the mean of each minute of a range; NaN if there is no point. */
export function pointsOfSource(series: SourceSeries, { from, to }: Range): Float64Array {
  const points = new Float64Array(Math.max(0, to - from + 1)).fill(Number.NaN);
  if ('minutes' in series) {
    for (const { minute, sum, count } of bucketsIn(series, { from, to })) points[minute - from] = sum / count;
    return points;
  }
  return points.map((_, at) => series.values[from + at - series.from] ?? Number.NaN);
}

/** Returns whether any series of a metric has points that arrived late. */
export function hasLatePoints(source: SeriesSource, metric: string): boolean {
  return source.series(metric).some(({ arrivals }) => arrivals !== undefined && arrivals.size > 0);
}

/** Returns the source with only the points that had arrived by the given minute of wall-clock time. */
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
