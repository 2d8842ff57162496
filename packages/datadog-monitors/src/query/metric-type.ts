import type { MetricType } from '../catalogue/metric';
import { isPercentile } from './parse-series';
import type { MetricSeries } from './query-tree';

/**
 * Returns the type that queries imply for an unknown metric: a distribution for percentiles, a count for `as_count()` and
 * `as_rate()`. One use determines the type, because a metric has the same type in all queries.
 */
export function metricTypeIn(all: readonly MetricSeries[], metric: string): MetricType {
  const uses = all.filter((series) => series.metric.text === metric);
  if (uses.some(({ aggregator }) => aggregator && isPercentile(aggregator.text))) return 'distribution';
  const isCount = uses.some(({ modifiers }) => modifiers.some(({ name }) => name === 'as_count' || name === 'as_rate'));
  return isCount ? 'count' : 'gauge';
}
