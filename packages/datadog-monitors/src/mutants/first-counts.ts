import type { MetricQuery } from '../query/tree';

/** `>= 1` and `> 0`: from the first one on; `< 1` and `<= 0`: until the first one. */
const first: Readonly<Record<string, number>> = { '>=': 1, '>': 0, '<': 1, '<=': 0 };

/** Whether the first one decides: a sum of whole numbers is as good there as the largest of them. */
export const firstCounts = ({ comparator, expression, threshold }: MetricQuery): boolean =>
  expression.kind === 'series' && first[comparator.sign] === threshold.value;
