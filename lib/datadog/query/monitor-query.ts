import { QueryError } from './error';
import { parseMetricQuery } from './parse';
import type { MetricQuery } from './tree';

/** Queries that are recognised by the monitor's type and kept whole. */
export interface OpaqueQuery {
  readonly kind: 'composite' | 'service check' | 'search' | 'slo';
  readonly text: string;
}

export type MonitorQuery = MetricQuery | OpaqueQuery;

// API reference, "Create a monitor", types. `metric alert` and `query alert` are the same.
const kinds: ReadonlyMap<string, MonitorQuery['kind']> = new Map([
  ['metric alert', 'metric'],
  ['query alert', 'metric'],
  ['composite', 'composite'],
  ['service check', 'service check'],
  ['slo alert', 'slo'],
  ['event-v2 alert', 'search'],
  ['log alert', 'search'],
  ['process alert', 'search'],
  ['rum alert', 'search'],
  ['trace-analytics alert', 'search'],
  ['audit alert', 'search'],
  ['ci-pipelines alert', 'search'],
  ['ci-tests alert', 'search'],
  ['error-tracking alert', 'search'],
  ['database-monitoring alert', 'search'],
  ['network-performance alert', 'search'],
  ['cost alert', 'search'],
]);

export const monitorTypes: readonly string[] = [...kinds.keys()];

/**
 * Reads the query of a monitor of a given type.
 * @throws QueryError
 */
export function parseMonitorQuery(type: string, text: string): MonitorQuery {
  const kind = kinds.get(type);
  if (kind === undefined) throw new QueryError({ message: `${type} is not a type of monitor`, column: 1 });
  if (kind === 'metric') return parseMetricQuery(text);
  if (text.trim() === '') throw new QueryError({ message: 'the query is empty', column: 1 });
  return { kind, text };
}
