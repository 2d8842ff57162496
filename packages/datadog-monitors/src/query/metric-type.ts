import type { MetricType } from '../catalogue/metric';
import type { MetricSeries } from './tree';

/** Returns the type of a metric that no catalogue knows, as the query uses it: percentiles need distributions, `as_count()` needs counts. */
export function metricTypeIn(series: MetricSeries | undefined): MetricType {
  if (series?.aggregator && /^p\d/.test(series.aggregator.text)) return 'distribution';
  return series?.modifiers.some(({ name }) => name === 'as_count' || name === 'as_rate') ? 'count' : 'gauge';
}
