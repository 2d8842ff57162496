import {
  type Catalogue,
  catalogue,
  type MetricSeries,
  type MetricType,
  parseMetricQuery,
  QueryError,
  seriesIn,
  type TestSeries,
  tagsIn,
} from '../index';
import { metricTypeIn } from '../query/metric-type';

interface Line {
  readonly series: readonly TestSeries[];
  readonly metricTypes: Readonly<Record<string, MetricType>>;
  /** Additional tag keys of all metrics. */
  readonly tags?: readonly string[];
}

/**
 * Returns the catalogue with the metrics and tags in an input line. A declared type overrides the type in the catalogue. An unknown
 * metric without a declared type gets the type that the queries imply. An unknown metric gets all its tags in the queries, and every
 * metric gets the tags of its series in the line.
 */
export function catalogueFor({ metricTypes, series, tags: common = [] }: Line, queries: readonly string[]): Catalogue {
  const used = queries.flatMap(seriesOf);
  const names = new Set([...series.map(({ metric }) => metric), ...used.map(({ metric }) => metric.text)]);
  const metrics = [...names].map((name) => {
    const known = catalogue.find(name);
    const ofQuery = used.filter(({ metric }) => metric.text === name);
    const ofSeries = series.filter(({ metric }) => metric === name).flatMap(({ tags }) => Object.keys(tags));
    const tags = known ? known.tags : ofQuery.flatMap(keysOf);
    const declaredType = Object.hasOwn(metricTypes, name) ? metricTypes[name] : undefined;
    const type = declaredType ?? known?.type ?? metricTypeIn(used, name);
    return { unit: undefined, source: 'the line', ...known, name, type, tags: [...new Set([...tags, ...ofSeries])] };
  });
  return catalogue.with(metrics, common);
}

/** Returns the series in a query; an empty list if the query is invalid, because validation reports the error. */
function seriesOf(query: string): MetricSeries[] {
  try {
    return seriesIn(parseMetricQuery(query).expression);
  } catch (error) {
    if (error instanceof QueryError) return [];
    throw error;
  }
}

const keysOf = ({ scope, groupBy }: MetricSeries): string[] => [
  ...tagsIn(scope).map(({ key }) => key),
  ...groupBy.map(({ text }) => text),
];
