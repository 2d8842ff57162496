import { cautious } from '../evaluate/assumptions';
import type { Subject } from '../evaluate/evaluate-group';
import { NotEvaluatedError } from '../evaluate/not-evaluated-error';
import { everything } from '../evaluate/points';
import { cadence, rangeOf } from '../evaluate/schedule';
import type { SeriesSource } from '../evaluate/source';
import type { RecordedEvent } from '../events/event';
import { type EventQuery, eventsOf, queryOfSearch, queryOfVariable } from '../events/event-query';
import { calculate, rejectFunctions, variablesOf } from '../events/formula';
import { countsEvents, type Rollup, rollupOf } from '../events/window-rollup';
import type { MonitorDefinition, MonitorVariable } from '../monitor/definition';
import type { Tags } from '../query/matches';
import type { FormulaQuery, MetricQuery, SearchQuery } from '../query/query-tree';
import { type History, rangeAt, type Schedule, scheduleOf } from './histories';
import type { SimulationOptions } from './simulation-options';
import { type Simulation, timelines } from './timelines';

/**
 * Simulates a monitor that searches events (logs, RUM, audit events, pipelines, errors, traces), or a formula over such searches.
 * @param source events, and series with the number of matching events per minute
 * @throws QueryError for an invalid search; NotEvaluatedError for unsupported variables and functions
 * Source: docs.datadoghq.com/monitors/types/log and docs.datadoghq.com/monitors/configuration
 */
export function simulateEvents(
  definition: MonitorDefinition,
  query: SearchQuery | FormulaQuery,
  source: SeriesSource,
  options: SimulationOptions,
): Simulation {
  if (definition.schedule?.recurrences?.length)
    throw new NotEvaluatedError('custom_schedule', 'this evaluator derives the evaluation frequency from the window');
  const delay = Math.ceil((options.evaluationDelaySeconds ?? definition.evaluationDelaySeconds ?? 0) / 60);
  const schedule = scheduleOf(
    {
      every: cadence(query.window),
      rangeAt: (minute) => rangeOf(query.window, minute - delay, definition.schedule),
    },
    options,
  );
  if (query.kind === 'formula') rejectFunctions(query.expression);
  const variables = query.kind === 'search' ? [] : variablesOf(query, definition);
  const queries = query.kind === 'search' ? [queryOfSearch(query)] : variables.map(queryOfVariable);
  const subject = subjectOf(definition, query, queries, options);
  const { onMissingData } = subject.definition;
  const histories = historiesOf(query, queries, source, { schedule, isZeroWithoutEvents: onMissingData === 'default' });
  const assumed = [...assumedBy(query, queries, variables), ...assumedByLimit(queries, histories.length)];
  return timelines(subject, { histories, schedule, assumed, ...options });
}

function assumedBy(
  query: SearchQuery | FormulaQuery,
  queries: readonly EventQuery[],
  variables: readonly MonitorVariable[],
): string[] {
  return [
    ...(query.kind === 'formula' && query.rollup !== undefined
      ? [`a formula over events is calculated once for the whole window; .rollup("${query.rollup.text}") has no effect`]
      : []),
    ...variables
      .filter(({ hasInterval }) => hasInterval)
      .map(({ name }) => `${name} is aggregated over the whole window; its interval has no effect`),
    ...(query.kind === 'search' && (query.issues.source ?? query.issues.condition) !== undefined
      ? ['the given events are only those that source(), new() and impact() select']
      : []),
    ...(queries.some(countsEvents) && query.kind === 'formula'
      ? ['a variable of a formula is 0 if no event matches, even without default_zero()']
      : []),
    ...(query.kind === 'search' && query.index !== undefined && !['*', ''].includes(query.index.text)
      ? [`the given events are only those of the index ${query.index.text}`]
      : []),
    ...(queries.some(({ method }) => method === 'cardinality') ? ['unique values are counted exactly'] : []),
    ...(alertsBelow(query) && queries.some(({ groupBy }) => groupBy.length > 0)
      ? ['a group without events is evaluated as 0 only if no other group has events']
      : []),
  ];
}

/**
 * Maximum numbers of groups by number of facets: 1,000 values of one facet, 30 of each of two, 10 of each of three, 5 of each of four.
 * Source: docs.datadoghq.com/monitors/types/log
 */
const mostGroups = [1, 1000, 900, 1000, 625];

function assumedByLimit(queries: readonly EventQuery[], groups: number): string[] {
  const facets = Math.max(0, ...queries.map(({ groupBy }) => groupBy.length));
  const most = mostGroups[facets] ?? 1000;
  return groups > most ? [`all ${groups} groups are evaluated; Datadog evaluates at most ${most}`] : [];
}

const alertsBelow = ({ comparator }: SearchQuery | FormulaQuery): boolean => comparator.sign.startsWith('<');

/**
 * Returns a query with the monitor's sum or average over one series. The query determines how missing events are treated: a count
 * without events is 0.
 */
function subjectOf(
  definition: MonitorDefinition,
  query: SearchQuery | FormulaQuery,
  queries: readonly EventQuery[],
  { assumptions }: SimulationOptions,
): Subject {
  const { column, end } = query.window;
  const keys = [...new Set(queries.flatMap(({ groupBy }) => groupBy))];
  const metricQuery: MetricQuery = {
    kind: 'metric',
    text: query.text,
    time: {
      aggregator: queries.every(countsEvents) ? 'sum' : 'avg',
      window: query.window,
      change: undefined,
      column,
      end,
    },
    expression: {
      kind: 'series',
      aggregator: undefined,
      metric: { text: query.kind, column, end },
      scope: { kind: 'all', column, end },
      groupBy: keys.map((text) => ({ text, column, end })),
      modifiers: [],
      column,
      end,
    },
    comparator: query.comparator,
    threshold: query.threshold,
  };
  const { onMissingData = definition.notifyNoData ? undefined : 'default' } = definition;
  return {
    definition: { ...definition, onMissingData, requireFullWindow: false },
    query: metricQuery,
    assumptions: { ...cautious, ...assumptions },
    isMultiAlert: keys.length > 0,
  };
}

/** One query's events by group. */
interface GroupedEvents {
  readonly query: EventQuery;
  readonly rollup: Rollup;
  readonly groups: ReadonlyMap<string, { readonly tags: Tags; readonly events: readonly RecordedEvent[] }>;
}

function grouped(query: EventQuery, source: SeriesSource): GroupedEvents {
  const groups = new Map<string, { tags: Tags; events: RecordedEvent[] }>();
  if (query.groupBy.length === 0) groups.set(everything, { tags: {}, events: [] });
  for (const event of eventsOf(query, source)) {
    // an event belongs to the group of each of its values of the facet; without a value, it belongs to no group
    const combinations = query.groupBy.reduce<readonly Tags[]>(
      (tags, facet) => tags.flatMap((one) => event.valuesOf(facet).map((value) => ({ ...one, [facet]: value }))),
      [{}],
    );
    for (const tags of combinations) {
      const key = keyOf(tags);
      const group = groups.get(key) ?? { tags, events: [] };
      group.events.push(event);
      groups.set(key, group);
    }
  }
  return { query, rollup: rollupOf(query), groups };
}

const keyOf = (tags: Tags): string =>
  Object.entries(tags)
    .map(([key, value]) => `${key}:${value}`)
    .join(',') || everything;

interface Evaluation {
  readonly schedule: Schedule;
  /** Whether the count of a monitor without groups is 0 if no event matches; otherwise, its data is missing. */
  readonly isZeroWithoutEvents: boolean;
}

function historiesOf(
  query: SearchQuery | FormulaQuery,
  queries: readonly EventQuery[],
  source: SeriesSource,
  evaluation: Evaluation,
): History[] {
  const parts = queries.map((one) => grouped(one, source));
  const keys = new Set(parts.flatMap(({ groups }) => [...groups.keys()]));
  if (keys.size > 1) keys.delete(everything);
  const rows = [...keys].map((key) => rowOf(key, parts, query, evaluation));
  return rows.map((row) => historyOf(row, rows, alertsBelow(query)));
}

interface Row {
  readonly group: string;
  readonly tags: Tags;
  readonly values: Float64Array;
  /** One entry per evaluation: 1 if the window contains an event, or if the whole monitor is 0 without events. */
  readonly present: Uint8Array;
  readonly seenAt: (index: number) => Uint8Array;
}

function rowOf(
  group: string,
  parts: readonly GroupedEvents[],
  query: SearchQuery | FormulaQuery,
  { schedule, isZeroWithoutEvents }: Evaluation,
): Row {
  const isAlwaysPresent = group === everything && isZeroWithoutEvents;
  const own = parts.map(({ groups, ...part }) => {
    const found = groups.get(group) ?? groups.get(everything);
    return { ...part, tags: found?.tags ?? {}, windows: windowsOf(found?.events ?? [], schedule) };
  });
  const tags = own.map((one) => one.tags).find((one) => Object.keys(one).length > 0) ?? {};
  const count = schedule.minutes.length;
  const values = new Float64Array(count);
  const present = new Uint8Array(count);
  for (let at = 0; at < count; at += 1) {
    const found = new Map<string, number>();
    for (const { query: one, rollup, windows } of own) {
      const events = windows(at);
      if (events.length > 0 || (isAlwaysPresent && countsEvents(one))) present[at] = 1;
      found.set(one.name, events.length > 0 || countsEvents(one) ? rollup(events) : Number.NaN);
    }
    values[at] =
      query.kind === 'search'
        ? (found.get(query.source) ?? Number.NaN)
        : calculate(query.expression, (name) => found.get(name) ?? Number.NaN);
  }
  const seenAt = (at: number): Uint8Array => {
    const { from, to } = rangeAt(schedule, at);
    const seen = new Uint8Array(Math.max(0, to - from + 1)).fill(isAlwaysPresent ? 1 : 0);
    for (const { windows } of own) for (const { minute } of windows(at)) seen[Math.floor(minute) - from] = 1;
    return seen;
  };
  return { group, tags, values, present, seenAt };
}

/** Returns a function that returns the events in the window of an evaluation. */
function windowsOf(events: readonly RecordedEvent[], schedule: Schedule): (index: number) => readonly RecordedEvent[] {
  const minutes = Float64Array.from(events, ({ minute }) => Math.floor(minute));
  return (index) => {
    const { from, to } = rangeAt(schedule, index);
    return events.slice(firstFrom(minutes, from), firstFrom(minutes, to + 1));
  };
}

function firstFrom(minutes: Float64Array, minute: number): number {
  let low = 0;
  let high = minutes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((minutes[middle] ?? minute) < minute) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Returns the history of a group. A monitor that alerts below a threshold skips a group without events while other groups have
 * events (docs.datadoghq.com/monitors/types/log).
 */
function historyOf({ group, tags, values, present, seenAt }: Row, rows: readonly Row[], isBelow: boolean): History {
  const skipped = (at: number): boolean => isBelow && rows.some((other) => other.present[at] === 1);
  const holds = present.map((isPresent, at) => (isPresent === 1 || skipped(at) ? 1 : 0));
  const own = values.map((value, at) => (present[at] === 1 ? value : Number.NaN));
  return {
    group,
    tags,
    values: own,
    holds,
    windowAt: (at) => (holds[at] === 1 ? { value: own[at] ?? Number.NaN, seen: seenAt(at) } : undefined),
  };
}
