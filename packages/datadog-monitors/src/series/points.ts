import type { Bucket } from '../evaluate/source';
import type { SeriesTags } from '../query/matches';
import { readName, type TestSeries } from './series';

/** Error for an invalid point: duplicate, out of order, not finite, or outside the valid time range. `index` counts from 0. */
export class PointsError extends Error {
  constructor(
    message: string,
    readonly index: number,
  ) {
    super(message);
    this.name = 'PointsError';
  }
}

/** Time in minutes, possibly fractional, and a value. */
export type Point = readonly [minute: number, value: number];

/** Maximum distance of a point from minute 0, in minutes: two years. A larger number is a time in another unit, such as milliseconds. */
export const farthestMinutes = 2 * 366 * 1440;

/**
 * Creates a series from points in chronological order. A point within a minute belongs to the bucket of that minute: 4.5 belongs
 * to minute 4 (docs.datadoghq.com/dashboards/functions/rollup, buckets start at full intervals).
 * @param name the metric, with its tags in braces
 * @throws NotationError for the name, PointsError for a point
 */
export function seriesOfPoints(name: string, points: readonly Point[]): TestSeries {
  const { metric, tags } = readName(name);
  for (const [index, point] of points.entries()) checkPoint(points[index - 1], point, index);
  const first = points[0]?.[0];
  if (first === undefined) return { metric, tags, from: 0, values: new Float64Array(0) };
  const whole = points.every(([minute]) => Number.isInteger(minute));
  return whole ? valueSeries(metric, tags, first, points) : { metric, tags, minutes: bucketsOf(points) };
}

function checkPoint(before: Point | undefined, [minute, value]: Point, index: number): void {
  const refuse = (message: string): never => {
    throw new PointsError(`point ${index + 1}: ${message}`, index);
  };
  if (!Number.isFinite(minute)) refuse(`the minute is ${minute}`);
  if (!Number.isFinite(value)) refuse(`the value is ${value}; omit a minute without a point`);
  if (Math.abs(minute) > farthestMinutes)
    refuse(`minute ${minute} is more than two years away; use minutes, not seconds`);
  if (!before) return;
  if (minute === before[0]) refuse(`minute ${minute} occurs twice`);
  if (minute < before[0]) refuse(`minute ${minute} comes after ${before[0]}; sort the points by time`);
}

function valueSeries(metric: string, tags: SeriesTags, from: number, points: readonly Point[]): TestSeries {
  const last = points.at(-1)?.[0] ?? from;
  const values = new Float64Array(last - from + 1).fill(Number.NaN);
  for (const [minute, value] of points) values[minute - from] = value;
  return { metric, tags, from, values };
}

function bucketsOf(points: readonly Point[]): Bucket[] {
  const buckets: Bucket[] = [];
  for (const [moment, value] of points) {
    const minute = Math.floor(moment);
    const last = buckets.at(-1);
    if (last?.minute !== minute) buckets.push({ minute, sum: value, count: 1, min: value, max: value });
    else {
      const { sum, count, min, max, sketch = { [min]: count } } = last;
      buckets[buckets.length - 1] = {
        minute,
        sum: sum + value,
        count: count + 1,
        min: Math.min(min, value),
        max: Math.max(max, value),
        sketch: { ...sketch, [value]: (sketch[value] ?? 0) + 1 },
      };
    }
  }
  return buckets;
}
