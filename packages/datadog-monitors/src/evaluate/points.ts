import type { Tags } from '../query/matches';
import type { Range } from './source';

/** One number per minute of a range; NaN for a missing point. Must not be modified, because it may be a view of a series. */
export type Points = Float64Array;

export type Aggregator = 'avg' | 'sum' | 'min' | 'max' | 'count';

export interface Group<T> {
  readonly tags: Tags;
  readonly value: T;
}

/** Values, keyed by group. A query without `by` has a single group with the `*` key. */
export type ByGroup<T> = ReadonlyMap<string, Group<T>>;

export const everything = '*';

export const lengthOf = ({ from, to }: Range): number => Math.max(0, to - from + 1);

export function nothing(range: Range): Points {
  return new Float64Array(lengthOf(range)).fill(Number.NaN);
}

/** Aggregates the points; NaN if the list is empty. */
export function aggregate(aggregator: Aggregator, points: Points): number {
  let count = 0;
  let sum = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < points.length; at += 1) {
    const point = points[at] ?? Number.NaN;
    if (Number.isNaN(point)) continue;
    count += 1;
    sum += point;
    if (point < min) min = point;
    if (point > max) max = point;
  }
  if (count === 0) return Number.NaN;
  switch (aggregator) {
    case 'avg':
      return sum / count;
    case 'sum':
      return sum;
    case 'min':
      return min;
    case 'max':
      return max;
    case 'count':
      return count;
    default:
      return aggregator satisfies never;
  }
}

/**
 * Arithmetic operations on two numbers. The result is missing if an operand is missing or the divisor is 0
 * (docs.datadoghq.com/monitors/guide/troubleshooting-no-data).
 */
export const calculation: Readonly<Record<'+' | '-' | '*' | '/', (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => (right === 0 ? Number.NaN : left / right),
};

/** Combines two grouped values by group; an operand without groups is combined with every group. */
export function combine<A, B, C>(
  left: ByGroup<A>,
  right: ByGroup<B>,
  join: (left: A | undefined, right: B | undefined) => C,
): ByGroup<C> {
  const [leftAll, rightAll] = [left.get(everything), right.get(everything)];
  const keys = new Set([...left.keys(), ...right.keys()]);
  if (keys.size > 1) keys.delete(everything);
  const result = new Map<string, Group<C>>();
  for (const key of keys) {
    const [a, b] = [left.get(key) ?? leftAll, right.get(key) ?? rightAll];
    result.set(key, { tags: (left.get(key) ?? right.get(key))?.tags ?? {}, value: join(a?.value, b?.value) });
  }
  return result;
}

export function mapGroups<A, B>(grouped: ByGroup<A>, change: (value: A) => B): ByGroup<B> {
  return new Map([...grouped].map(([key, { tags, value }]) => [key, { tags, value: change(value) }]));
}
