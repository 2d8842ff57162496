import type { MetricQuery } from '../../../lib/datadog';

/** Whether a query alerts from the first one on: a sum of whole numbers is as good there as the largest of them. */
export const firstCounts = ({ comparator, expression, threshold }: MetricQuery): boolean =>
  expression.kind === 'series' &&
  ((comparator.sign === '>=' && threshold.value === 1) || (comparator.sign === '>' && threshold.value === 0));
