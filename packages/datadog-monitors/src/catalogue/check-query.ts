import { didYouMean, nearest } from '../near-miss';
import { isPercentile } from '../query/parse-series';
import type { MetricQuery, MetricSeries } from '../query/query-tree';
import { seriesIn, tagsIn } from '../query/walk';
import type { Catalogue } from './catalogue';
import type { Metric } from './metric';

/** Error or misleading element in a query, and its column. */
export interface Finding {
  readonly message: string;
  readonly column: number;
}

/**
 * Returns a finding for each tag that the catalogue does not list for its metric, in query order. The metrics of an integration may also
 * have tags that were set on the resources.
 */
export function unknownTags(query: MetricQuery, catalogue: Catalogue): Finding[] {
  return seriesIn(query.expression).flatMap((series) => {
    const metric = catalogue.find(series.metric.text);
    if (!metric) return [];
    const known = catalogue.tagsOf(metric);
    const groups = series.groupBy.map(({ text, column }) => ({ key: text, column }));
    return [...tagsIn(series.scope), ...groups]
      .filter(({ key }) => !known.includes(key))
      .map(({ key, column }) => ({
        message: `${metric.name} has no tag ${key}${didYouMean(key, known)} (it has ${known.join(', ')})`,
        column,
      }));
  });
}

/** Returns the findings that require the catalogue (unknown metrics, unsuitable aggregators), in query order. */
export function check(query: MetricQuery, catalogue: Catalogue): Finding[] {
  return seriesIn(query.expression).flatMap((series) => checkSeries(series, catalogue));
}

function checkSeries(series: MetricSeries, catalogue: Catalogue): Finding[] {
  const metric = catalogue.find(series.metric.text);
  if (!metric) {
    const { text, column } = series.metric;
    return [{ message: `unknown metric ${text}${hintFor(text, catalogue)}`, column }];
  }
  return checkAggregator(series, metric, catalogue);
}

/** Returns the hint at the end of the message about an unknown metric. */
function hintFor(name: string, { names }: Catalogue): string {
  const similar = didYouMean(name, names);
  if (similar === '') return '; declare your own metrics with catalogue.with(…)';
  return name.startsWith('aws.') ? similar : `${similar} Declare your own metrics with catalogue.with(…)`;
}

// Only distributions have percentiles (docs.datadoghq.com/metrics/distributions); CloudWatch percentiles are separate metrics.
function checkAggregator(series: MetricSeries, metric: Metric, catalogue: Catalogue): Finding[] {
  const { aggregator } = series;
  if (!aggregator || !isPercentile(aggregator.text) || metric.type === 'distribution') return [];
  const own = `${metric.name}.${aggregator.text}`;
  const known = catalogue.find(own) ? own : nearest(own, catalogue.names);
  const hint = known?.startsWith(`${metric.name}.p`) ? `; use ${known}` : '';
  const message = `${aggregator.text} requires a distribution, but ${metric.name} is a ${metric.type}${hint}`;
  return [{ message, column: aggregator.column }];
}
