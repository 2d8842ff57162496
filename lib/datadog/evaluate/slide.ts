import { type Aggregator, aggregate, type Points } from '../evaluate/points';
import type { Range } from '../evaluate/source';

/** The stretches that are aggregated, one an evaluation. Both ends move forward, never back. */
export type Stretches = readonly Range[];

/**
 * Aggregates every stretch of a row of points; NaN where a stretch holds none.
 * A sum is the very sum from left to right, so that a threshold is met here where it is met in a single window.
 * @param points the first is that of minute `start`
 */
export function slide(aggregator: Aggregator, points: Points, start: number, stretches: Stretches): Float64Array {
  if (aggregator === 'min' || aggregator === 'max') return slideExtreme(aggregator, points, start, stretches);
  const { whole, sums, counts } = prefixes(points);
  const values = new Float64Array(stretches.length);
  for (let at = 0; at < stretches.length; at += 1) {
    const { from = 0, to = -1 } = stretches[at] ?? {};
    const [first, end] = [Math.max(0, from - start), to - start + 1];
    const count = (counts[end] ?? 0) - (counts[first] ?? 0);
    if (count === 0) values[at] = Number.NaN;
    else if (aggregator === 'count') values[at] = count;
    else if (!whole) values[at] = aggregate(aggregator, points.slice(first, end));
    else {
      const sum = (sums[end] ?? 0) - (sums[first] ?? 0);
      values[at] = aggregator === 'avg' ? sum / count : sum;
    }
  }
  return values;
}

/** Sums and counts up to each point. `whole` tells that all are integers, whose differences are exact. */
function prefixes(points: Points) {
  const sums = new Float64Array(points.length + 1);
  const counts = new Uint32Array(points.length + 1);
  let whole = true;
  let sum = 0;
  let size = 0;
  let count = 0;
  for (let at = 0; at < points.length; at += 1) {
    const point = points[at] ?? Number.NaN;
    if (!Number.isNaN(point)) {
      if (whole && !Number.isInteger(point)) whole = false;
      sum += point;
      size += Math.abs(point);
      count += 1;
    }
    sums[at + 1] = sum;
    counts[at + 1] = count;
  }
  return { whole: whole && Number.isSafeInteger(size), sums, counts };
}

/** The extreme of a moving window: candidates that no later point outdoes wait in a queue. */
function slideExtreme(which: 'min' | 'max', points: Points, start: number, stretches: Stretches): Float64Array {
  const values = new Float64Array(stretches.length);
  const queue = new Int32Array(points.length);
  let [head, tail, next] = [0, 0, 0];
  const outdone = (old: number, point: number) => (which === 'max' ? old <= point : old >= point);
  for (let at = 0; at < stretches.length; at += 1) {
    const { from = 0, to = -1 } = stretches[at] ?? {};
    for (; next <= to - start && next < points.length; next += 1) {
      const point = points[next] ?? Number.NaN;
      if (Number.isNaN(point)) continue;
      while (tail > head && outdone(points[queue[tail - 1] ?? 0] ?? Number.NaN, point)) tail -= 1;
      queue[tail] = next;
      tail += 1;
    }
    while (head < tail && (queue[head] ?? 0) < from - start) head += 1;
    values[at] = head < tail ? (points[queue[head] ?? 0] ?? Number.NaN) : Number.NaN;
  }
  return values;
}
