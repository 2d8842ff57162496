import { type MetricSeries, parseMonitorQuery, QueryError, seriesIn } from '@himeshima/datadog-monitors';
import type { Block } from '@himeshima/terraform-json';
import type { DeclaredStack } from './declared-stack';
import type { Finding } from './findings';

/** Series that a stack's monitors watch, and findings for monitors with unreadable queries. */
export interface MonitoredSeries {
  readonly series: readonly MetricSeries[];
  readonly unreadable: readonly Finding[];
}

interface MonitorQuery {
  readonly type: string;
  readonly query: string;
}

/** Functions that read a monitor's query, by resource type. */
const readers: Readonly<Record<string, (block: Block, stack: DeclaredStack) => MonitorQuery>> = {
  datadog_monitor: (block, stack) => ({
    type: String(stack.read(block, 'type')),
    query: String(stack.read(block, 'query')),
  }),
  datadog_monitor_json: (block, stack) => queryOfJson(String(stack.read(block, 'monitor'))),
};

/** Types of monitors on metrics. Composites and SLO alerts refer to monitors and SLOs instead. */
const metricAlerts: ReadonlySet<string> = new Set(['metric alert', 'query alert']);

/** Returns the series that a stack's monitors watch. */
export function monitoredSeries(stack: DeclaredStack): MonitoredSeries {
  const read = Object.entries(readers).flatMap(([type, reader]) =>
    stack.ofType(type).map((block) => ({ block, ...reader(block, stack) })),
  );
  const parsed = read
    .filter(({ type }) => metricAlerts.has(type))
    .map(({ block, type, query }) => ({ block, result: parse({ type, query }) }));
  return {
    series: parsed.flatMap(({ result }) => (typeof result === 'string' ? [] : result)),
    unreadable: parsed.flatMap(({ block: { address }, result }) =>
      typeof result === 'string'
        ? [{ address, problem: `its query cannot be read: ${result}`, fix: 'correct the query' }]
        : [],
    ),
  };
}

/** Returns the series in a query, or the reason why the query cannot be read. */
function parse({ type, query }: MonitorQuery): readonly MetricSeries[] | string {
  try {
    const parsed = parseMonitorQuery(type, query);
    return parsed.kind === 'metric' ? seriesIn(parsed.expression) : [];
  } catch (error) {
    if (error instanceof QueryError) return error.message;
    throw error;
  }
}

function queryOfJson(text: string): MonitorQuery {
  const unreadable = { type: 'metric alert', query: text };
  try {
    const monitor: unknown = JSON.parse(text);
    const entries = typeof monitor === 'object' && monitor !== null ? Object.entries(monitor) : [];
    const attributes = new Map<string, unknown>(entries);
    return { type: String(attributes.get('type')), query: String(attributes.get('query')) };
  } catch {
    return unreadable;
  }
}
