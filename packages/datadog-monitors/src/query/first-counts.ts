import type { MetricQuery } from './query-tree';
import { usesAsCount } from './walk';

/** Thresholds that the first event crosses, by operator: `>= 1` and `> 0` become true, `< 1` and `<= 0` become false. */
const first: Readonly<Record<string, number>> = { '>=': 1, '>': 0, '<': 1, '<=': 0 };

/** Returns whether the first event of a count crosses the threshold, which makes sum and max equivalent. */
export const firstCounts = ({ time, comparator, expression, threshold }: MetricQuery): boolean =>
  !time.change && expression.kind === 'series' && usesAsCount(expression) && first[comparator.sign] === threshold.value;
