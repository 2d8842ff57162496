import { localMonitor, type MetricPart } from '../backtest/local-monitor';
import { NotEvaluatedError } from '../evaluate/not-evaluated-error';
import type { MonitorDefinition } from '../monitor/definition';
import { parseMonitorQuery } from '../query/monitor-query';
import type { MetricQuery } from '../query/query-tree';
import { seriesIn, tagsIn } from '../query/walk';
import type { MetricMetadata } from './metric-metadata';

/** Warning about a monitor's metrics in an account. */
export interface MetricLint {
  readonly id: 'metric-unknown' | 'metric-silent' | 'metric-stale' | 'tag-never-reported' | 'many-groups';
  readonly message: string;
  /** Column in the query, counted from 1. */
  readonly column: number;
}

/** A metric is stale if it has not reported for this long, and for twice the window. */
const staleMinutes = 1440;
/** A monitor with more groups is hard to read, and may exceed Datadog's limits. */
const manyGroups = 1000;

/** Interval between the points that are read for metadata, in minutes. */
export const metadataInterval = 60;

/** Returns the metric parts whose metadata a monitor needs; an empty list for other types of monitors. @throws QueryError */
export function metricParts(definition: MonitorDefinition): readonly MetricPart[] {
  try {
    return localMonitor(definition, () => 0).parts;
  } catch (error) {
    if (error instanceof NotEvaluatedError) return [];
    throw error;
  }
}

/** Returns the warnings about the metrics of a monitor, according to the account's metadata. @throws QueryError */
export function lintMetrics(definition: MonitorDefinition, metadata: MetricMetadata): readonly MetricLint[] {
  const query = parseMonitorQuery(definition.type, definition.query);
  if (query.kind !== 'metric') return [];
  const parts = metricParts(definition);
  return seriesIn(query.expression).flatMap((series, at): readonly MetricLint[] => {
    const { text, column } = series.metric;
    const known = metadata.metrics[text];
    if (known === undefined) return [];
    if (known === null) return [{ id: 'metric-unknown', message: `the account has no metric ${text}`, column }];
    const keys = new Set(known.tags.map((tag) => tag.split(':')[0]));
    const used = [
      ...tagsIn(series.scope),
      ...series.groupBy.map(({ text: key, column: place }) => ({ key, column: place })),
    ];
    const missing = known.tags.length === 0 ? [] : used.filter(({ key }) => !keys.has(key));
    const part = metadata.parts[parts[at]?.queryAt(metadataInterval) ?? ''];
    return [
      ...missing.map(
        ({ key, column: place }): MetricLint => ({
          id: 'tag-never-reported',
          message: `${text} has no tag ${key}, only ${[...keys].sort().slice(0, 10).join(', ')}`,
          column: place,
        }),
      ),
      ...(part ? ofPart(part, { text, column, query, recordedAt: metadata.recordedAt }) : []),
    ];
  });
}

interface LintedQuery {
  readonly text: string;
  readonly column: number;
  readonly query: MetricQuery;
  readonly recordedAt: string;
}

function ofPart(
  { groups, lastPoint }: { readonly groups: number; readonly lastPoint: string | null },
  { text, column, query, recordedAt }: LintedQuery,
): readonly MetricLint[] {
  if (lastPoint === null)
    return [{ id: 'metric-silent', message: `${text} reported nothing in this scope in the last 7 days`, column }];
  const age = (Date.parse(recordedAt) - Date.parse(lastPoint)) / 60_000;
  const isStale = age > Math.max(staleMinutes, 2 * query.time.window.minutes);
  return [
    ...(isStale
      ? [{ id: 'metric-stale' as const, message: `${text} last reported at ${lastPoint.slice(0, 16)}Z`, column }]
      : []),
    ...(groups > manyGroups
      ? [{ id: 'many-groups' as const, message: `${text} has ${groups} groups in this scope`, column }]
      : []),
  ];
}
