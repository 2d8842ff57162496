import type { MetricQuery } from '../query/query-tree';

/** Thresholds that the first event crosses: `>= 1` and `> 0`, and `< 1` and `<= 0` for the opposite. */
const first: Readonly<Record<string, number>> = { '>=': 1, '>': 0, '<': 1, '<=': 0 };

/** Returns whether the first event crosses the threshold, so that sum and max of whole numbers are equivalent. */
export const firstCounts = ({ comparator, expression, threshold }: MetricQuery): boolean =>
  expression.kind === 'series' && first[comparator.sign] === threshold.value;
