import {
  type Alert,
  budgetAfter,
  catalogue,
  compareBacktests,
  describeMonitor,
  type GroupTimeline,
  handlesIn,
  type MetricSlo,
  type MonitorDefinition,
  monitorsIn,
  NotEvaluatedError,
  parseMonitorQuery,
  QueryError,
  readApiMonitor,
  recordedSeries,
  seriesIn,
  simulate,
  simulateSlo,
  sourceOf,
  type TestSeries,
  validate,
} from '@himeshima/datadog-monitors';
import type { z } from 'zod';
import type { Clock } from '../clock';
import { metricSlo, type Objective } from '../datadog/live-monitor';
import type { Monitors as LiveMonitors } from '../datadog/monitor-evaluation';
import { AwsError } from '../gateway/request';
import type { MetricStore } from '../metrics';
import { adjustableIn, adjustMonitor } from './adjust-monitor';
import type { Monitor, MonitorSummary, Monitors, Timeline, WhatIf, WhatIfResult } from './contract';
import type { EventFilter, RecordedEvent } from './event-log';
import { definitionDiff, findMonitorSource } from './monitor-source';

interface Sources {
  readonly parts: {
    readonly monitors: Pick<LiveMonitors, 'declarations' | 'unsupported' | 'states'>;
    readonly metrics: MetricStore;
    readonly clock: Pick<Clock, 'now'>;
  };
  /** Folder of the project, whose `monitors/` may contain the monitors' entries. */
  readonly project: string;
  /** Delay with which the local runtime evaluates every monitor. */
  readonly evaluationDelaySeconds: number;
  search(filter: EventFilter, most: number): readonly RecordedEvent[];
}

/** States from the best to the worst. */
const states = ['OK', 'No Data', 'Warn', 'Alert'];
const worst = (groups: readonly { state: string }[]) =>
  groups.reduce((found, { state }) => (states.indexOf(state) > states.indexOf(found) ? state : found), 'OK');

const moment = (minute: number) => new Date(minute * 60_000).toISOString();

const alertView = ({ group, from, to, value }: Alert) => ({
  group,
  from: moment(from),
  ...(to !== undefined && { to: moment(to) }),
  ...(value !== undefined && { value }),
});

function severityOf({ tags, priority }: MonitorDefinition): string {
  const tag = tags.find((one) => one.startsWith('severity:'));
  if (tag !== undefined) return tag.slice('severity:'.length);
  return priority === undefined ? 'none' : `P${priority}`;
}

/** Recorded metrics and the time range that they cover, in minutes since the epoch. */
interface Recording {
  readonly series: readonly TestSeries[];
  readonly from: number;
  readonly to: number;
}

/** Metric queries that a monitor reads, and the SLO of an SLO alert. */
interface Subject {
  readonly queries: readonly string[];
  readonly slo: MetricSlo | undefined;
}

function subjectOf({ type, query }: MonitorDefinition, objectives: ReadonlyMap<string, Objective>): Subject {
  const parsed = parseMonitorQuery(type, query);
  if (parsed.kind === 'metric') return { queries: [query], slo: undefined };
  if (parsed.kind !== 'slo')
    throw new NotEvaluatedError(
      `the timeline of a ${type} monitor`,
      'the console shows metric monitors and SLO alerts',
    );
  const slo = metricSlo(parsed.slo.text, parsed.days, objectives);
  return { queries: [slo.good, slo.total].map((events) => `sum(last_5m):${events} >= 0`), slo };
}

/** Returns the series of the metrics that queries read. */
function recordingOf(queries: readonly string[], metrics: MetricStore, now: number): Recording {
  const names = queries.flatMap((query) => {
    const parsed = parseMonitorQuery('query alert', query);
    return parsed.kind === 'metric' ? seriesIn(parsed.expression).map(({ metric }) => metric.text) : [];
  });
  const read = (name: string) => names.some((metric) => metric === name || metric.startsWith(`${name}.`));
  const series = recordedSeries(metrics.save()).filter(({ metric }) => read(metric));
  const to = Math.floor(now / 60_000) - 1;
  const first = series.reduce((least, { minutes }) => Math.min(least, minutes[0]?.minute ?? least), to);
  return { series, from: first, to };
}

const reasonOf = (error: unknown): string => {
  if (error instanceof NotEvaluatedError || error instanceof QueryError) return error.message;
  throw error;
};

function timelineOf(
  definition: MonitorDefinition,
  slo: MetricSlo | undefined,
  { series, from, to }: Recording,
): z.infer<typeof Timeline> {
  const { critical, warning } = definition.thresholds;
  const threshold = adjustableIn(definition).threshold ?? critical;
  const limits = { ...(threshold !== undefined && { threshold }), ...(warning !== undefined && { warning }) };
  if (series.length === 0)
    return { from, to, ...limits, series: [], alerts: [], assumed: [], reason: 'no data has been recorded yet' };
  const source = sourceOf(...series);
  const range = { from, to, catalogue };
  const { groups, assumed } =
    slo === undefined ? simulate(definition, source, range) : simulateSlo(definition, slo, source, range);
  return {
    from,
    to,
    ...limits,
    series: groups.map((group) => ({
      group: group.group,
      points: group.evaluations().map(({ minute, value }) => [minute, value ?? null] as const),
      states: group.changes.map(({ minute, state }) => [minute, state ?? 'No Data'] as const),
    })),
    alerts: groups.flatMap(alertsOf).map(alertView),
    assumed: [...assumed],
  };
}

/** Returns a group's alerts: from a change to Alert until the next change. */
const alertsOf = ({ group, changes }: GroupTimeline): readonly Alert[] =>
  changes.flatMap(({ minute, state, value }, index) =>
    state === 'Alert' ? [{ group, from: minute, to: changes[index + 1]?.minute, value }] : [],
  );

const backtestData = ({ series, from, to }: Recording) => ({ series, from, to, timeZone: 'UTC', catalogue });

/** Creates the console's views of monitors. */
export function createMonitorViews({ parts, project, evaluationDelaySeconds, search }: Sources) {
  const { monitors, metrics, clock } = parts;

  const definitionOf = (id: string): MonitorDefinition => {
    const found = monitors.declarations().monitors.get(id);
    if (found === undefined) throw new AwsError('ResourceNotFoundException', `Monitor ${id} not found`, 404);
    return found;
  };
  // local metrics arrive immediately, so the local runtime replaces the delay of each monitor
  const live = (definition: MonitorDefinition): MonitorDefinition => ({ ...definition, evaluationDelaySeconds });

  const summarize = (id: string, definition: MonitorDefinition): z.infer<typeof MonitorSummary> => {
    const groups = monitors.states().find((one) => one.id === id)?.groups ?? [];
    const unsupported = monitors.unsupported().get(id);
    return {
      id,
      name: definition.name,
      type: definition.type,
      severity: severityOf(definition),
      state: groups.length === 0 ? 'No Data' : worst(groups),
      groups,
      handles: [...handlesIn(definition.message)],
      ...(unsupported !== undefined && { unsupported }),
    };
  };

  const lastNotification = (id: string) => {
    const [found] = search({ kind: 'monitor-message', resource: `datadog_monitor.${id}` }, 1);
    return found?.event.kind === 'monitor-message' ? { title: found.event.title, text: found.event.text } : undefined;
  };

  const membersOf = (definition: MonitorDefinition) => {
    const query = parseMonitorQuery(definition.type, definition.query);
    if (query.kind !== 'composite') return [];
    return monitorsIn(query.expression).map((id) => {
      const member = monitors.declarations().monitors.get(id);
      return member === undefined ? { id, name: id, state: 'No Data' } : summarize(id, member);
    });
  };

  /** Returns the sum of a query over all recorded metrics; undefined if there is no data. */
  const sumOf = (query: string): number | undefined => {
    const all = recordedSeries(metrics.save());
    const minutes = all.flatMap((one) => one.minutes.map(({ minute }) => minute));
    const [from, to] = minutes.reduce(
      ([least, most], minute) => [Math.min(least, minute), Math.max(most, minute)],
      [Number.POSITIVE_INFINITY, 0],
    );
    if (all.length === 0) return undefined;
    const counter = readApiMonitor({
      name: query,
      type: 'query alert',
      query: `sum(last_${to - from + 1}m):${query} >= 0`,
      message: '',
      options: { evaluation_delay: 0, require_full_window: false },
    });
    const { groups } = simulate(counter, sourceOf(...all), { from: to, to, catalogue });
    return groups[0]?.evaluations().at(-1)?.value;
  };

  const budgetOf = (definition: MonitorDefinition) => {
    const query = parseMonitorQuery(definition.type, definition.query);
    if (query.kind !== 'slo') return undefined;
    const objective = monitors.declarations().objectives.get(query.slo.text);
    const target = objective?.targets.get(query.days);
    if (objective?.events === undefined || target === undefined) return undefined;
    const [good, total] = [sumOf(objective.events.good), sumOf(objective.events.total)];
    if (good === undefined || total === undefined || total === 0) return undefined;
    const { errorRate, errorBudget } = budgetAfter(
      { target, days: query.days },
      { good: Math.min(good, total), total },
    );
    return { target, days: query.days, good, total, remainingPercent: 100 * (1 - errorRate / errorBudget) };
  };

  const safely = (definition: MonitorDefinition): z.infer<typeof Timeline> => {
    const now = Math.floor(clock.now() / 60_000);
    try {
      const { queries, slo } = subjectOf(definition, monitors.declarations().objectives);
      return timelineOf(live(definition), slo, recordingOf(queries, metrics, clock.now()));
    } catch (error) {
      return { from: now, to: now, series: [], alerts: [], assumed: [], reason: reasonOf(error) };
    }
  };

  return {
    list: (): z.infer<typeof Monitors> => ({
      monitors: [...monitors.declarations().monitors].map(([id, definition]) => summarize(id, definition)),
    }),
    get(id: string): z.infer<typeof Monitor> {
      const definition = definitionOf(id);
      const source = findMonitorSource(project, id);
      const notification = lastNotification(id);
      const budget = budgetOf(definition);
      return {
        ...summarize(id, definition),
        query: definition.query,
        prose: describeMonitor(definition, catalogue).map(({ about, text }) => ({ topic: about, text })),
        message: definition.message,
        ...(notification && { notification }),
        ...(source && { place: source.place }),
        tests: [...(source?.tests ?? [])],
        members: membersOf(definition).map(({ id: member, name, state }) => ({ id: member, name, state })),
        ...(budget && { budget }),
        adjustable: {
          ...adjustableIn(definition),
          ...(adjustableIn(definition).threshold !== undefined && { delaySeconds: evaluationDelaySeconds }),
        },
        timeline: safely(definition),
      };
    },
    whatIf(id: string, change: z.infer<typeof WhatIf>): z.infer<typeof WhatIfResult> {
      const definition = definitionOf(id);
      const changed = adjustMonitor(definition, change);
      const source = findMonitorSource(project, id);
      const diff = diffOf(definition, changed, source);
      const place = source && { place: source.place };
      const known = validate(definition, catalogue).map(({ message }) => message);
      const problem = validate(changed, catalogue).find(({ message }) => !known.includes(message));
      const current = { query: changed.query, diff, ...place, added: [], removed: [] };
      if (problem !== undefined)
        return { ...current, timeline: { ...safely(definition), alerts: [] }, reason: problem.message };
      try {
        const { queries, slo } = subjectOf(changed, monitors.declarations().objectives);
        const recording = recordingOf(queries, metrics, clock.now());
        const after = { ...changed, evaluationDelaySeconds: change.delaySeconds ?? evaluationDelaySeconds };
        const compared = compareBacktests({ before: live(definition), after }, backtestData(recording));
        const timeline = timelineOf(after, slo, recording);
        if ('reason' in compared) return { ...current, timeline, reason: compared.reason };
        const { added, removed } = compared;
        return { ...current, timeline, added: added.map(alertView), removed: removed.map(alertView) };
      } catch (error) {
        const timeline = { ...safely(definition), alerts: [] };
        return { ...current, timeline, reason: reasonOf(error) };
      }
    },
  };
}

/** Returns the change of a monitor's query as a diff of its entry, and the changes that the entry does not show. */
function diffOf(
  definition: MonitorDefinition,
  changed: MonitorDefinition,
  source: ReturnType<typeof findMonitorSource>,
): string {
  const ofEntry = source?.diff(definition, changed);
  if (ofEntry === undefined) return definitionDiff(definition, changed);
  const { evaluationDelaySeconds } = changed;
  return `${ofEntry}${definitionDiff(definition, { ...definition, evaluationDelaySeconds })}`;
}
