import { didYouMean } from '../near-miss';
import { parseComposite } from './parse-composite';
import { parseMetricQuery } from './parse-query';
import { parseSearch } from './parse-search';
import { parseServiceCheck } from './parse-service-check';
import { parseSlo } from './parse-slo';
import { QueryError } from './query-error';
import type { CompositeQuery, MetricQuery, SearchQuery, ServiceCheckQuery, SloQuery } from './query-tree';

/** Query that is accepted without parsing. */
export interface OpaqueQuery {
  readonly kind: 'opaque';
  readonly text: string;
}

export type MonitorQuery = MetricQuery | ServiceCheckQuery | SearchQuery | CompositeQuery | SloQuery | OpaqueQuery;

// The types are from the API reference, "Create a monitor"; `metric alert` and `query alert` are equivalent.
const parsers: ReadonlyMap<string, (text: string) => MonitorQuery> = new Map<string, (text: string) => MonitorQuery>([
  ['metric alert', parseMetricQuery],
  ['query alert', parseMetricQuery],
  ['composite', parseComposite],
  ['service check', parseServiceCheck],
  ['slo alert', parseSlo],
  ['event-v2 alert', parseSearch],
  ['log alert', parseSearch],
  ['trace-analytics alert', parseSearch],
  ...[
    'process alert',
    'rum alert',
    'audit alert',
    'ci-pipelines alert',
    'ci-tests alert',
    'error-tracking alert',
    'database-monitoring alert',
    'network-performance alert',
    'cost alert',
  ].map((type): [string, typeof opaque] => [type, opaque]),
]);

export const monitorTypes: readonly string[] = [...parsers.keys()];

/**
 * Parses the query of a monitor of a given type.
 * @throws QueryError
 */
export function parseMonitorQuery(type: string, text: string): MonitorQuery {
  const parse = parsers.get(type);
  if (parse === undefined) {
    throw new QueryError({ message: `${type} is not a type of monitor${didYouMean(type, monitorTypes)}`, column: 1 });
  }
  if (text.trim() === '') throw new QueryError({ message: 'the query is empty', column: 1 });
  return parse(text);
}

// Queries in other search languages, and queries for products that this project does not use, are not parsed.
function opaque(text: string): OpaqueQuery {
  return { kind: 'opaque', text };
}
