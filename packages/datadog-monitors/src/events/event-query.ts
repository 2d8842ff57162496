import { NotEvaluatedError } from '../evaluate/not-evaluated-error';
import { pointsOfSource, type SeriesSource, type SourceSeries } from '../evaluate/source';
import type { MonitorVariable } from '../monitor/definition';
import { type SeriesTags, valuesOfTag } from '../query/matches';
import type { SearchQuery } from '../query/query-tree';
import type { RecordedEvent } from './event';
import { type EventTest, parseSearchText } from './search';

/** Query over events: the search of a monitor, or a variable of a formula. */
export interface EventQuery {
  /** Name of the series that may contain the counts of matching events: the source, or the variable. */
  readonly name: string;
  /** Source of the events: `logs`, `rum`, … */
  readonly source: string;
  readonly test: EventTest;
  /** Rollup method: `count`, `cardinality`, `avg`, `sum`, `min`, `max`, `median`, or a percentile such as `pc95`. */
  readonly method: string;
  readonly measure: string | undefined;
  readonly groupBy: readonly string[];
}

/** Returns the query of a monitor that searches events. @throws QueryError for an invalid search */
export function queryOfSearch(query: SearchQuery): EventQuery {
  return {
    name: query.source,
    source: query.source,
    test: parseSearchText(query.search.text),
    method: query.rollup.method.text,
    measure: query.rollup.measure?.text,
    groupBy: groupsIn(query.groupBy.map(({ text }) => text)),
  };
}

/**
 * Returns the query of a formula's variable.
 * @throws QueryError for an invalid search, NotEvaluatedError for other data sources
 */
export function queryOfVariable({ name, source, query = '', ...variable }: MonitorVariable): EventQuery {
  const known = sourceNames[source];
  if (known === undefined)
    throw new NotEvaluatedError(
      `the variable ${name}`,
      `queries of ${source || 'an unknown source'} are not simulated`,
    );
  const { aggregation: method = 'count', measure } = variable;
  return { name, source: known, test: parseSearchText(query), method, measure, groupBy: groupsIn(variable.groupBy) };
}

/** Data sources of variables, with the names that queries use for them. */
const sourceNames: Readonly<Record<string, string>> = {
  logs: 'logs',
  events: 'events',
  rum: 'rum',
  audit: 'audits',
  spans: 'trace-analytics',
  ci_pipelines: 'ci-pipelines',
  ci_tests: 'ci-tests',
  error_tracking: 'error-tracking',
};

// by("*") does not group
const groupsIn = (keys: readonly string[]): readonly string[] => keys.filter((key) => key !== '*' && key !== '');

/** Returns the events that match a query, oldest first: the matching events of the source, and the events from the series of counts. */
export function eventsOf(query: EventQuery, source: SeriesSource): RecordedEvent[] {
  const found = (source.events?.(query.source) ?? []).filter((event) => query.test(event));
  return [...found, ...source.series(query.name).flatMap(countedIn)].sort((a, b) => a.minute - b.minute);
}

/** Converts a series of counts to events. The tags of the series become facets of the events. */
function countedIn(series: SourceSeries): RecordedEvent[] {
  const range = rangeOf(series);
  const points = pointsOfSource(series, range);
  return Array.from(points, (count, at) => eventOf(range.from + at, count, series.tags)).filter(
    ({ count }) => count > 0,
  );
}

function eventOf(minute: number, count: number, tags: SeriesTags): RecordedEvent {
  return {
    minute,
    count,
    message: '',
    valuesOf: (facet) => valuesOfTag(tags, facet),
    texts: () => Object.values(tags).flat(),
  };
}

function rangeOf(series: SourceSeries): { from: number; to: number } {
  if ('values' in series) return { from: series.from, to: series.from + series.values.length - 1 };
  return { from: series.minutes[0]?.minute ?? 0, to: series.minutes.at(-1)?.minute ?? -1 };
}
