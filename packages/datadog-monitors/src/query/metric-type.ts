import type { MetricType } from '../catalogue/metric';
import type { MetricSeries } from './query-tree';

/** Returns the type that a query implies for an unknown metric: percentiles need distributions, `as_count()` needs counts. */
export function metricTypeIn(series: MetricSeries | undefined): MetricType {
  if (series?.aggregator && /^p\d/.test(series.aggregator.text)) return 'distribution';
  return series?.modifiers.some(({ name }) => name === 'as_count' || name === 'as_rate') ? 'count' : 'gauge';
}
