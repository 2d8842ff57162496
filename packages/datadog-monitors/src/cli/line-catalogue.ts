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
}

/**
 * The catalogue, wider by what a line brings. A metric that it does not know is what the line says, or else what a query
 * takes it for, with every tag that the queries use; one that it knows has the tags of the line's series beside its own.
 */
export function catalogueFor({ metricTypes, series }: Line, queries: readonly string[]): Catalogue {
  const used = queries.flatMap(seriesOf);
  const names = new Set([...series.map(({ metric }) => metric), ...used.map(({ metric }) => metric.text)]);
  const metrics = [...names].map((name) => {
    const known = catalogue.find(name);
    const ofQuery = used.filter(({ metric }) => metric.text === name);
    const ofSeries = series.filter(({ metric }) => metric === name).flatMap(({ tags }) => Object.keys(tags));
    const tags = known ? known.tags : ofQuery.flatMap(keysOf);
    const told = Object.hasOwn(metricTypes, name) ? metricTypes[name] : undefined;
    const type = told ?? known?.type ?? metricTypeIn(ofQuery[0]);
    return { unit: undefined, source: 'the line', ...known, name, type, tags: [...new Set([...tags, ...ofSeries])] };
  });
  return catalogue.with(metrics);
}

/** None where the query cannot be read: the validation says so. */
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
