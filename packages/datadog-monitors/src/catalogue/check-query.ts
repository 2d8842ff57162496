import { didYouMean, nearest } from '../near-miss';
import { isPercentile } from '../query/parse-series';
import type { MetricQuery, MetricSeries } from '../query/query-tree';
import { seriesIn, tagsIn, usesAsCount } from '../query/walk';
import type { Catalogue } from './catalogue';
import type { Metric } from './metric';

/** Error or misleading element in a query, with its column. */
export interface Finding {
  readonly message: string;
  readonly column: number;
}

/** Returns the findings that require the catalogue (unknown metrics and tags, unsuitable modifiers), in query order. */
export function check(query: MetricQuery, catalogue: Catalogue): Finding[] {
  const findings = seriesIn(query.expression).flatMap((series) => checkSeries(series, catalogue));
  return [...checkTimeAggregation(query), ...findings].sort((a, b) => a.column - b.column);
}

// counts are summed, so their average is meaningless (docs.datadoghq.com/monitors/guide/as-count-in-monitor-evaluations)
function checkTimeAggregation({ time, expression }: MetricQuery): Finding[] {
  if (time.aggregator !== 'avg' || !usesAsCount(expression)) return [];
  return [{ message: 'as_count() and avg: use sum', column: time.column }];
}

function checkSeries(series: MetricSeries, catalogue: Catalogue): Finding[] {
  const metric = catalogue.find(series.metric.text);
  if (!metric) {
    const { text, column } = series.metric;
    return [{ message: `unknown metric ${text}${hintFor(text, catalogue)}`, column }];
  }
  return [
    ...checkAggregator(series, metric, catalogue),
    ...checkTags(series, metric, catalogue),
    ...checkModifiers(series, metric),
  ];
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

function checkTags(series: MetricSeries, metric: Metric, catalogue: Catalogue): Finding[] {
  const known = catalogue.tagsOf(metric);
  const groups = series.groupBy.map(({ text, column }) => ({ key: text, column }));
  return [...tagsIn(series.scope), ...groups]
    .filter(({ key }) => !known.includes(key))
    .map(({ key, column }) => ({
      message: `${metric.name} has no tag ${key}${didYouMean(key, known)} (it has ${known.join(', ')})`,
      column,
    }));
}

// A gauge is not converted to a rate (docs.datadoghq.com/metrics/custom_metrics/type_modifiers). A lint warning, not this
// function, reports as_count() on a gauge, because it changes the evaluation.
function checkModifiers(series: MetricSeries, metric: Metric): Finding[] {
  if (metric.type !== 'gauge') return [];
  return series.modifiers
    .filter(({ name }) => name === 'as_rate')
    .map(({ name, column }) => ({ message: `${name}() has no effect on ${metric.name}: it is a gauge`, column }));
}
