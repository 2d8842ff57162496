import { apiMonitorTypes } from '../monitor/api-model';
import { didYouMean } from '../near-miss';
import { parseComposite } from './parse-composite';
import { isFormula, parseFormula } from './parse-formula';
import { parseMetricQuery } from './parse-query';
import { parseSearch } from './parse-search';
import { parseServiceCheck } from './parse-service-check';
import { parseSlo } from './parse-slo';
import { QueryError } from './query-error';
import type { CompositeQuery, FormulaQuery, MetricQuery, SearchQuery, ServiceCheckQuery, SloQuery } from './query-tree';

/** Query that is accepted without parsing. */
export interface OpaqueQuery {
  readonly kind: 'opaque';
  readonly text: string;
}

export type MonitorQuery =
  | MetricQuery
  | FormulaQuery
  | ServiceCheckQuery
  | SearchQuery
  | CompositeQuery
  | SloQuery
  | OpaqueQuery;

type Parse = (text: string) => MonitorQuery;

const withFormulas =
  (parse: Parse): Parse =>
  (text) =>
    isFormula(text) ? parseFormula(text) : parse(text);

// `metric alert` and `query alert` are equivalent, and `event alert` is the older name of `event-v2 alert` (API reference,
// "Create a monitor"). Queries of all other types are not parsed.
const parsers: ReadonlyMap<string, Parse> = new Map<string, Parse>([
  ['composite', parseComposite],
  ['service check', parseServiceCheck],
  ['slo alert', parseSlo],
  ...['metric alert', 'query alert'].map((type): [string, Parse] => [type, withFormulas(parseMetricQuery)]),
  ...[
    'audit alert',
    'ci-pipelines alert',
    'ci-tests alert',
    'error-tracking alert',
    'event alert',
    'event-v2 alert',
    'llm-observability alert',
    'log alert',
    'rum alert',
    'trace-analytics alert',
  ].map((type): [string, Parse] => [type, withFormulas(parseSearch)]),
]);

export const monitorTypes: readonly string[] = [...new Set([...parsers.keys(), ...apiMonitorTypes])];

/**
 * Returns whether a type such as `new-product alert` has the form of a type, but is neither known nor similar to a known type.
 * Datadog adds types, so unknown types are accepted with a warning.
 */
export const isUnknownType = (type: string): boolean =>
  !monitorTypes.includes(type) && /^[a-z][a-z0-9-]* alert$/.test(type) && didYouMean(type, monitorTypes) === '';

/**
 * Parses the query of a monitor of a given type.
 * @throws QueryError
 */
export function parseMonitorQuery(type: string, text: string): MonitorQuery {
  if (!monitorTypes.includes(type) && !isUnknownType(type)) {
    throw new QueryError({ message: `${type} is not a type of monitor${didYouMean(type, monitorTypes)}`, column: 1 });
  }
  if (text.trim() === '') throw new QueryError({ message: 'the query is empty', column: 1 });
  const parse = parsers.get(type) ?? opaque;
  return parse(text);
}

// Queries in other search languages, and queries for products that this project does not use, are not parsed.
function opaque(text: string): OpaqueQuery {
  return { kind: 'opaque', text };
}
