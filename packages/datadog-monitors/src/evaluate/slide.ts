import type { Points } from './points';
import type { Range } from './source';

/** Ranges of minutes, one per evaluation, with both ends inclusive. Both ends only move forward from one range to the next. */
export interface Stretches {
  readonly from: Int32Array;
  readonly to: Int32Array;
}

export function stretchesOf(ranges: readonly Range[]): Stretches {
  return { from: Int32Array.from(ranges, ({ from }) => from), to: Int32Array.from(ranges, ({ to }) => to) };
}

/** Shifts the ranges back by a number of minutes. */
export function moved({ from, to }: Stretches, minutes: number): Stretches {
  return { from: from.map((minute) => minute - minutes), to: to.map((minute) => minute - minutes) };
}

/** Aggregation of the points in a window. */
export type WindowAggregator = 'avg' | 'sum' | 'min' | 'max' | 'last';

/**
 * Returns a function that aggregates every range of a row of points; NaN if a range contains no point. It adds from left to right, so
 * a sum is exactly equal to the sum of a separately evaluated window, and crosses a threshold in the same minute.
 * @param start minute of the first point of every row
 */
export function slider(
  aggregator: WindowAggregator,
  start: number,
  stretches: Stretches,
): (points: Points) => Float64Array {
  if (aggregator === 'last') return (points) => slideLast(points, start, stretches);
  if (aggregator === 'avg' || aggregator === 'sum') {
    return (points) => slideSum(aggregator === 'avg', points, start, stretches);
  }
  // reuse one array for all rows: in a month's run, an array per group would use most of the memory
  let waiting = new Uint32Array(0);
  return (points) => {
    if (waiting.length < points.length) waiting = new Uint32Array(points.length);
    return slideExtreme(aggregator === 'max', points, start, stretches, waiting);
  };
}

/** Returns the last point of each window. */
function slideLast(points: Points, start: number, { from, to }: Stretches): Float64Array {
  let last = -1;
  const places = Int32Array.from(points, (point, at) => {
    if (!Number.isNaN(point)) last = at;
    return last;
  });
  return Float64Array.from(from, (first, at) => {
    const place = places[Math.min(points.length - 1, (to[at] ?? 0) - start)] ?? -1;
    return place >= first - start ? (points[place] ?? Number.NaN) : Number.NaN;
  });
}

/** Sums a moving window. If sums are exact, adds and subtracts points as they enter and leave the window. */
function slideSum(isAvg: boolean, points: Points, start: number, { from, to }: Stretches): Float64Array {
  const values = new Float64Array(from.length);
  const exact = differencesAreExact(points);
  let sum = 0;
  let count = 0;
  let low = 0;
  let next = 0;
  for (let at = 0; at < values.length; at += 1) {
    const end = Math.max(0, Math.min(points.length, (to[at] ?? 0) - start + 1));
    const first = Math.min(end, Math.max(0, (from[at] ?? 0) - start));
    if (!exact) {
      low = first;
      next = first;
      sum = 0;
      count = 0;
    }
    for (; next < end; next += 1) {
      const point = points[next] ?? Number.NaN;
      if (Number.isNaN(point)) continue;
      sum += point;
      count += 1;
    }
    for (; low < first; low += 1) {
      const point = points[low] ?? Number.NaN;
      if (Number.isNaN(point)) continue;
      sum -= point;
      count -= 1;
    }
    values[at] = count === 0 ? Number.NaN : isAvg ? sum / count : sum;
  }
  return values;
}

/** Returns whether the points are all integers, and are few and small enough for exact sums. */
function differencesAreExact(points: Points): boolean {
  let size = 0;
  for (let at = 0; at < points.length; at += 1) {
    const point = points[at] ?? Number.NaN;
    if (Number.isNaN(point)) continue;
    if (!Number.isInteger(point)) return false;
    size += Math.abs(point);
  }
  return Number.isSafeInteger(size);
}

/** Returns the extremes of a moving window. Keeps a queue of candidates that no later point exceeds. */
function slideExtreme(
  isMax: boolean,
  points: Points,
  start: number,
  { from, to }: Stretches,
  waiting: Uint32Array,
): Float64Array {
  const values = new Float64Array(from.length);
  let head = 0;
  let tail = 0;
  let next = 0;
  const pointAt = (place: number): number => points[waiting[place] ?? 0] ?? Number.NaN;
  for (let at = 0; at < values.length; at += 1) {
    const last = Math.min(points.length - 1, (to[at] ?? 0) - start);
    for (; next <= last; next += 1) {
      const point = points[next] ?? Number.NaN;
      if (Number.isNaN(point)) continue;
      while (tail > head && (isMax ? pointAt(tail - 1) <= point : pointAt(tail - 1) >= point)) tail -= 1;
      waiting[tail] = next;
      tail += 1;
    }
    const first = (from[at] ?? 0) - start;
    while (head < tail && (waiting[head] ?? 0) < first) head += 1;
    values[at] = head < tail ? pointAt(head) : Number.NaN;
  }
  return values;
}
