import {
  budgetAfter,
  catalogue,
  describeMonitor,
  handlesIn,
  type MonitorDefinition,
  monitorsIn,
  parseMonitorQuery,
  readApiMonitor,
  recordedSeries,
  simulate,
  sourceOf,
  validate,
} from '@himeshima/datadog-monitors';
import type { z } from 'zod';
import type { Clock } from '../clock';
import type { Monitors as LiveMonitors } from '../datadog/monitor-evaluation';
import { AwsError } from '../gateway/service-api';
import type { MetricStore } from '../metrics';
import { adjustableIn, adjustMonitor, fixedReason } from './adjust-monitor';
import type { Monitor, MonitorSummary, Monitors, WhatIf, WhatIfResult } from './contract';
import type { EventFilter, RecordedEvent } from './event-log';
import { definitionDiff, findMonitorSource } from './monitor-source';
import { createMonitorTimelines } from './monitor-timelines';

interface Sources {
  readonly parts: {
    readonly monitors: Pick<LiveMonitors, 'declarations' | 'unsupported' | 'states'>;
    readonly metrics: MetricStore;
    readonly clock: Pick<Clock, 'now'>;
  };
  /** Folder of the project, whose `monitors/` may contain the monitors' entries. */
  readonly project: string;
  /** Evaluation delay that the local runtime uses for every monitor. */
  readonly evaluationDelaySeconds: number;
  search(filter: EventFilter, most: number): readonly RecordedEvent[];
  /** Returns the source file and line of a monitor, if synthesis has recorded it. */
  placeOf(id: string): string | undefined;
}

/** States from the best to the worst. */
const states = ['OK', 'No Data', 'Warn', 'Alert'];
const worst = (groups: readonly { state: string }[]) =>
  groups.reduce((found, { state }) => (states.indexOf(state) > states.indexOf(found) ? state : found), 'OK');

function severityOf({ tags, priority }: MonitorDefinition): string {
  const tag = tags.find((one) => one.startsWith('severity:'));
  if (tag !== undefined) return tag.slice('severity:'.length);
  return priority === undefined ? 'none' : `P${priority}`;
}

/** Creates the console's views of monitors. */
export function createMonitorViews({ parts, project, evaluationDelaySeconds, search, placeOf }: Sources) {
  const { monitors, metrics, clock } = parts;

  const definitionOf = (id: string): MonitorDefinition => {
    const found = monitors.declarations().monitors.get(id);
    if (found === undefined) throw new AwsError('ResourceNotFoundException', `Monitor ${id} not found`, 404);
    return found;
  };
  const declarations = () => monitors.declarations();
  const timelines = createMonitorTimelines({ metrics, clock, declarations, evaluationDelaySeconds });

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
    if (found?.event.kind !== 'monitor-message') return undefined;
    const { title, text, trace } = found.event;
    return { title, text, trace };
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

  return {
    list: (): z.infer<typeof Monitors> => ({
      monitors: [...monitors.declarations().monitors].map(([id, definition]) => summarize(id, definition)),
    }),
    get(id: string): z.infer<typeof Monitor> {
      const definition = definitionOf(id);
      const source = findMonitorSource(project, id, placeOf(id));
      const notification = lastNotification(id);
      const budget = budgetOf(definition);
      const adjustable = adjustableIn(definition);
      const fixed = fixedReason(definition);
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
          ...adjustable,
          ...(adjustable.delaySeconds !== undefined && { delaySeconds: evaluationDelaySeconds }),
        },
        ...(fixed !== undefined && { fixed }),
        timeline: timelines.of(definition),
      };
    },
    whatIf(id: string, change: z.infer<typeof WhatIf>): z.infer<typeof WhatIfResult> {
      const definition = definitionOf(id);
      const changed = adjustMonitor(definition, change);
      const source = findMonitorSource(project, id, placeOf(id));
      const diff = source?.diff(definition, changed) ?? definitionDiff(definition, changed);
      const known = validate(definition, catalogue).map(({ message }) => message);
      const problem = validate(changed, catalogue).find(({ message }) => !known.includes(message));
      const about = { query: changed.query, diff, ...(source && { place: source.place }) };
      const after = { ...changed, evaluationDelaySeconds: change.delaySeconds ?? evaluationDelaySeconds };
      if (problem === undefined) return { ...about, ...timelines.compare(definition, after) };
      const timeline = { ...timelines.of(definition), alerts: [] };
      return { ...about, timeline, added: [], removed: [], reason: problem.message };
    },
  };
}
