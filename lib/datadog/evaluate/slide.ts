import type { Points } from './points';
import type { Range } from './source';

/** Stretches of minutes, one an evaluation, both ends included. Both ends move forward, never back. */
export interface Stretches {
  readonly from: Int32Array;
  readonly to: Int32Array;
}

export function stretchesOf(ranges: readonly Range[]): Stretches {
  return { from: Int32Array.from(ranges, ({ from }) => from), to: Int32Array.from(ranges, ({ to }) => to) };
}

/** The same stretches, so many minutes earlier. */
export function moved({ from, to }: Stretches, minutes: number): Stretches {
  return { from: from.map((minute) => minute - minutes), to: to.map((minute) => minute - minutes) };
}

/** Buffers that a slide fills anew for every row: a month of them for each group would be most of the memory. */
interface Scratch {
  sums: Float64Array;
  counts: Uint32Array;
}

/**
 * Aggregates every stretch of a row of points; NaN where a stretch holds none.
 * A sum is the very sum from left to right, so that a threshold is met here where it is met in a single window.
 * @param start the minute of the rows' first point
 */
export function slider(
  aggregator: 'avg' | 'sum' | 'min' | 'max',
  start: number,
  stretches: Stretches,
): (points: Points) => Float64Array {
  const scratch: Scratch = { sums: new Float64Array(0), counts: new Uint32Array(0) };
  return (points) => {
    if (scratch.counts.length <= points.length) {
      scratch.sums = new Float64Array(points.length + 1);
      scratch.counts = new Uint32Array(points.length + 1);
    }
    return aggregator === 'min' || aggregator === 'max'
      ? slideExtreme(aggregator === 'max', points, start, stretches, scratch.counts)
      : slideSum(aggregator === 'avg', points, start, stretches, scratch);
  };
}

function slideSum(
  isAvg: boolean,
  points: Points,
  start: number,
  { from, to }: Stretches,
  scratch: Scratch,
): Float64Array {
  const { sums, counts } = scratch;
  const whole = fillPrefixes(points, scratch);
  const values = new Float64Array(from.length);
  for (let at = 0; at < values.length; at += 1) {
    const first = Math.max(0, (from[at] ?? 0) - start);
    const end = Math.min(points.length, (to[at] ?? 0) - start + 1);
    const count = (counts[end] ?? 0) - (counts[first] ?? 0);
    if (count === 0) values[at] = Number.NaN;
    else {
      const sum = whole ? (sums[end] ?? 0) - (sums[first] ?? 0) : sumOf(points, first, end);
      values[at] = isAvg ? sum / count : sum;
    }
  }
  return values;
}

function sumOf(points: Points, first: number, end: number): number {
  let sum = 0;
  for (let at = first; at < end; at += 1) {
    const point = points[at] ?? Number.NaN;
    if (!Number.isNaN(point)) sum += point;
  }
  return sum;
}

/** Sums and counts up to each point. @returns whether all are integers, whose differences are exact */
function fillPrefixes(points: Points, { sums, counts }: Scratch): boolean {
  let whole = true;
  let sum = 0;
  let size = 0;
  let count = 0;
  for (let at = 0; at < points.length; at += 1) {
    const point = points[at] ?? Number.NaN;
    if (!Number.isNaN(point)) {
      whole &&= Number.isInteger(point);
      sum += point;
      size += Math.abs(point);
      count += 1;
    }
    sums[at + 1] = sum;
    counts[at + 1] = count;
  }
  return whole && Number.isSafeInteger(size);
}

/** The extreme of a moving window: candidates that no later point outdoes wait in a queue. */
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
