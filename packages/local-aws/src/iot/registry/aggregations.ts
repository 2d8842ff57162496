import type { FieldValue } from '@himeshima/iot';

/** Statistics of a field. Source: AWS IoT API reference, "Statistics". */
export interface Statistics {
  count: number;
  average?: number;
  sum?: number;
  minimum?: number;
  maximum?: number;
  sumOfSquares?: number;
  variance?: number;
  stdDeviation?: number;
}

/**
 * Returns the statistics of a field's values. Strings are only counted. Booleans are treated as 0 and 1, and have no
 * sum of squares, variance or standard deviation. Source: AWS IoT developer guide, "index-aggregate".
 */
export function statisticsOf(values: readonly FieldValue[]): Statistics {
  const count = values.length;
  const [first] = values;
  if (first === undefined || typeof first === 'string') return { count };
  const numbers = values.map(Number);
  const sum = numbers.reduce((total, value) => total + value, 0);
  const average = sum / count;
  const basic = { count, average, sum, minimum: Math.min(...numbers), maximum: Math.max(...numbers) };
  if (typeof first === 'boolean') return basic;
  const sumOfSquares = numbers.reduce((total, value) => total + value ** 2, 0);
  const variance = numbers.reduce((total, value) => total + (value - average) ** 2, 0) / count;
  return { ...basic, sumOfSquares, variance, stdDeviation: Math.sqrt(variance) };
}

/**
 * Returns a percentile by linear interpolation between the two closest values, as in the AWS CLI reference,
 * "get-percentiles". AWS's values are approximations.
 * @param sorted at least one value, in ascending order
 */
function percentileOf(sorted: readonly number[], percent: number): number {
  const position = ((sorted.length - 1) * percent) / 100;
  const [below = 0, above = below] = sorted.slice(Math.floor(position), Math.floor(position) + 2);
  return below + (above - below) * (position % 1);
}

/** Returns the percentiles of a field's values, or an empty list if there are no values. */
export function percentilesOf(values: readonly number[], percents: readonly number[]) {
  if (values.length === 0) return [];
  const sorted = values.toSorted((a, b) => a - b);
  return percents.map((percent) => ({ percent, value: percentileOf(sorted, percent) }));
}

/** Returns the most frequent values of a field. Values with the same frequency are in alphabetical order. */
export function bucketsOf(values: readonly FieldValue[], maxBuckets: number) {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  return [...counts]
    .map(([keyValue, count]) => ({ keyValue, count }))
    .sort((a, b) => b.count - a.count || (a.keyValue < b.keyValue ? -1 : 1))
    .slice(0, maxBuckets);
}
