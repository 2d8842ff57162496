import { queryOfSearch, queryOfVariable } from '../events/event-query';
import { isOverMetrics, metricQueryOf, variablesOf } from '../events/formula';
import type { MonitorDefinition } from '../monitor/definition';
import { type MonitorQuery, parseMonitorQuery } from '../query/monitor-query';
import type { MetricQuery } from '../query/query-tree';
import { seriesIn } from '../query/walk';
import { matchingTags } from './matching-tags';

/** Properties of a query from which the series for a test are derived. */
export interface TestedQuery {
  /** Names of the series that the query reads, with tags in its scope, for example `system.cpu.user{host:a}`. */
  readonly names: readonly string[];
  /** Number of minutes that an evaluation looks back. */
  readonly minutes: number;
  readonly threshold: number;
  /** Values of a series before and after a change that may cause an alert, if they are not derived from the threshold. */
  readonly steps?: readonly (readonly [number, number])[];
}

/**
 * Returns the series that a monitor reads; undefined for kinds that are not simulated from series.
 * @throws QueryError, and NotEvaluatedError for unsupported variables
 */
export function testedQueryOf(definition: MonitorDefinition): TestedQuery | undefined {
  const query = parseMonitorQuery(definition.type, definition.query);
  if (query.kind === 'metric') return ofMetrics(query);
  if (query.kind === 'service check') {
    const selected = query.over.flatMap(({ text }) => (text.includes(':') ? [text] : []));
    const groups = query.groupBy.flatMap(({ text }) => (text === '*' ? [] : [`${text}:a`]));
    // 0 is OK and 2 is critical (docs.datadoghq.com/developers/service_checks)
    const names = [named(query.check.text, [...groups, ...selected])];
    return { names, minutes: query.last.value, threshold: 0, steps: [[0, 2]] };
  }
  return ofEvents(definition, query);
}

function ofMetrics(query: MetricQuery): TestedQuery | undefined {
  const names = seriesIn(query.expression).map((one) => {
    const tags = matchingTags(one);
    const pairs = Object.entries(tags ?? {}).map(([key, value]) => `${key}:${value}`);
    return tags === undefined ? undefined : named(one.metric.text, pairs);
  });
  if (!names.every((name) => name !== undefined)) return undefined;
  const { window, change } = query.time;
  const minutes = window.minutes + (change?.shift.minutes ?? 0);
  return { names: [...new Set(names)], minutes, threshold: query.threshold.value };
}

function ofEvents(definition: MonitorDefinition, query: MonitorQuery): TestedQuery | undefined {
  if (query.kind !== 'search' && query.kind !== 'formula') return undefined;
  const variables = query.kind === 'formula' ? variablesOf(query, definition) : [];
  if (query.kind === 'formula' && isOverMetrics(variables)) return ofMetrics(metricQueryOf(query, variables));
  const queries = query.kind === 'search' ? [queryOfSearch(query)] : variables.map(queryOfVariable);
  const names = queries.map(({ name, groupBy }) =>
    named(
      name,
      groupBy.map((key) => `${key}:a`),
    ),
  );
  return { names: [...new Set(names)], minutes: query.window.minutes, threshold: query.threshold.value };
}

const named = (name: string, tags: readonly string[]): string =>
  tags.length === 0 ? name : `${name}{${tags.join(',')}}`;
