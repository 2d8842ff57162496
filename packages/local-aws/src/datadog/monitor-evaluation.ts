import { isDeepStrictEqual } from 'node:util';
import {
  catalogue,
  didYouMean,
  type MonitorDefinition,
  type MonitorState,
  type Notification,
  untouched,
} from '@himeshima/datadog-monitors';
import type { Cancel, Clock } from '../clock';
import type { EventBus } from '../events';
import { type MetricStore, retentionMinutes } from '../metrics';
import type { Collection, Store } from '../store';
import { behind, type Declarations, type LiveMonitor, liveMonitors, type Objective } from './live-monitor';

/** Function that returns `{ reason }` if no local service emits a metric. `reason` is undefined if no reason is known. */
type FindMissingMetric = (metric: string) => { reason: string | undefined } | undefined;

/** Local Datadog, which evaluates the plan's monitors on the metrics of this process. */
export interface Monitors {
  declare(id: string, definition: MonitorDefinition): void;
  declareObjective(id: string, objective: Objective): void;
  /**
   * Replaces all declarations. Unchanged monitors keep their state.
   * @returns the IDs of monitors that changed, or whose SLO changed
   */
  replace(declarations: Declarations): string[];
  /**
   * Starts evaluating every monitor once per minute of the platform's clock.
   * @param gauge called before each evaluation to record gauges
   */
  start(gauge: (at: number) => void): void;
  /** Returns the declared monitors and SLOs. */
  declarations(): Declarations;
  /** Returns the reasons why declared monitors are not evaluated, keyed by ID. */
  unsupported(): ReadonlyMap<string, string>;
  states(): { id: string; groups: { group: string; state: string }[] }[];
  stop(): void;
}

const minuteMilliseconds = 60_000;

export function createMonitors(options: {
  clock: Clock;
  store: Store;
  bus: EventBus;
  metrics: MetricStore;
  /** Delay that replaces the evaluation_delay of each monitor, because local metrics arrive immediately. */
  evaluationDelaySeconds: number;
  findMissingMetric: FindMissingMetric;
}): Monitors {
  const { clock, bus, metrics } = options;
  let declared = { monitors: new Map<string, MonitorDefinition>(), objectives: new Map<string, Objective>() };
  const states: Collection<MonitorState> = options.store.collection('monitor-states');
  const stateOf = (id: string) => states.get(id) ?? untouched;
  let live: readonly LiveMonitor[] = [];
  let notEvaluated: ReadonlyMap<string, string> = new Map();
  let noted: readonly string[] = [];
  const suggested = new Set<string>();
  let cancel: Cancel = () => undefined;

  /** Prepares the declared monitors and reports each limitation once. */
  const prepare = () => {
    const { evaluationDelaySeconds } = options;
    const { monitors, unsupported } = liveMonitors(declared, {
      metrics,
      evaluationDelaySeconds,
      stateOf,
      traceOf: bus.traceOf,
    });
    const notes = [
      ...describeUnsupported(unsupported),
      ...describeLongWindows(monitors),
      ...describeMissingMetrics(monitors, options.findMissingMetric),
    ];
    for (const text of notes.filter((note) => !noted.includes(note))) bus.emit({ kind: 'note', text });
    noted = notes;
    notEvaluated = unsupported;
    live = monitors;
  };

  const notify = ({ id, render, contributing }: LiveMonitor, notification: Notification) => {
    const { title, text, handles } = render(notification);
    const { from, to, group, reason } = notification;
    const links = to === 'Alert' || to === 'Warn' ? contributing(notification) : [];
    const event = bus.emit(
      { kind: 'monitor', monitor: id, group, from, to, why: reason, handles: [...handles] },
      undefined,
      undefined,
      { links },
    );
    bus.emit({ kind: 'monitor-message', monitor: id, title, text }, event);
  };

  const evaluateAll = (minute: number) => {
    for (const monitor of live) {
      try {
        const { state, notifications } = monitor.evaluateAt(minute, stateOf(monitor.id));
        states.set(monitor.id, state);
        for (const notification of notifications) notify(monitor, notification);
      } catch (error) {
        const about = { type: 'datadog_monitor', name: monitor.id };
        bus.emit({
          kind: 'note',
          failed: true,
          about,
          text: `monitor ${monitor.id} was not evaluated: ${String(error)}`,
        });
      }
    }
  };

  /** Suggests custom metrics with similar names for monitors without data. Reports each suggestion once. */
  const suggestMetrics = () => {
    const own = metrics.names().filter((name) => !/^(?:aws|local)\./.test(name));
    const withoutData = live.filter(({ id }) => Object.keys(stateOf(id).groups).length === 0);
    for (const text of describeSimilarMetrics(withoutData, own).filter((one) => !suggested.has(one))) {
      suggested.add(text);
      bus.emit({ kind: 'note', text });
    }
  };

  return {
    declare: (id, definition) => void declared.monitors.set(id, definition),
    declareObjective: (id, objective) => void declared.objectives.set(id, objective),
    replace(after) {
      const ids = new Set([...declared.monitors.keys(), ...after.monitors.keys()]);
      const changed = [...ids].filter((id) => !isDeepStrictEqual(behind(id, declared), behind(id, after)));
      for (const id of changed) states.delete(id);
      declared = { monitors: new Map(after.monitors), objectives: new Map(after.objectives) };
      prepare();
      return changed;
    },
    start(gauge) {
      const next = () => {
        const minute = Math.floor(clock.now() / minuteMilliseconds) + 1;
        cancel = clock.after(minute * minuteMilliseconds - clock.now(), () => tick(minute));
      };
      const tick = (minute: number) => {
        const at = (minute - 1) * minuteMilliseconds;
        next();
        gauge(at);
        metrics.fillQuietMinute(at, (metric) => catalogue.find(metric)?.type === 'count');
        // the minute that has just ended is the last complete minute
        evaluateAll(minute - 1);
        suggestMetrics();
      };
      prepare();
      next();
    },
    declarations: () => declared,
    unsupported: () => notEvaluated,
    states: () =>
      live.map(({ id }) => ({
        id,
        groups: Object.entries(states.get(id)?.groups ?? {}).map(([group, { state }]) => ({ group, state })),
      })),
    stop: () => cancel(),
  };
}

function describeUnsupported(unsupported: ReadonlyMap<string, string>): string[] {
  return [...unsupported].map(([id, reason]) => `monitor ${id} is not evaluated: ${reason}`);
}

/**
 * Returns a line that lists the monitors that never alert locally, because no local service emits their metrics.
 */
function describeMissingMetrics(monitors: readonly LiveMonitor[], findMissingMetric: FindMissingMetric): string[] {
  const empty = monitors.flatMap(({ id, metrics }) =>
    metrics.flatMap((metric) => {
      const { reason } = findMissingMetric(metric) ?? {};
      if (findMissingMetric(metric) === undefined) return [];
      return [`${id} (${metric}${reason === undefined ? '' : `: ${reason}`})`];
    }),
  );
  return empty.length === 0
    ? []
    : [`no local service emits the metrics of these monitors: ${[...new Set(empty)].join(', ')}`];
}

/**
 * Returns a line for each queried metric that no function has emitted, if a function has emitted a metric with a
 * similar name.
 */
const describeSimilarMetrics = (monitors: readonly LiveMonitor[], emitted: readonly string[]): string[] =>
  monitors.flatMap(({ id, metrics }) =>
    metrics.flatMap((metric) => {
      // a statistic such as x.minimum is read from x
      const isEmitted = emitted.some((name) => metric === name || metric.startsWith(`${name}.`));
      const similar = isEmitted ? '' : didYouMean(metric, emitted);
      return similar === '' ? [] : [`${id}: nothing has emitted ${metric}${similar}`];
    }),
  );

/**
 * Returns a line that lists the monitors whose windows, for example 30 days for an error budget, are longer than the
 * period for which metrics are kept locally.
 */
function describeLongWindows(monitors: readonly LiveMonitor[]): string[] {
  const ids = monitors.filter(({ windowMinutes }) => windowMinutes > retentionMinutes).map(({ id }) => id);
  if (ids.length === 0) return [];
  return [`${ids.join(', ')}: windows are longer than the ${retentionMinutes / 60} h for which metrics are kept`];
}
