import { isDeepStrictEqual } from 'node:util';
import {
  catalogue,
  type MonitorDefinition,
  type MonitorState,
  type Notification,
  untouched,
} from '@himeshima/datadog-monitors';
import type { Cancel, Clock } from '../clock';
import { staysEmpty } from '../emitted-metrics';
import type { EventBus } from '../events';
import { type MetricStore, minutesKept } from '../metrics';
import type { Collection, Store } from '../store';
import { behind, type Declarations, type LiveMonitor, liveMonitors, type Objective } from './live-monitor';

/** Datadog on the laptop: the monitors of the plan over the metrics of this process. */
export interface Monitors {
  declare(id: string, definition: MonitorDefinition): void;
  declareObjective(id: string, objective: Objective): void;
  /**
   * Declares these instead of all others. What is as it was keeps its state.
   * @returns the ids of the monitors that changed, or that look at an SLO that did
   */
  replace(declarations: Declarations): string[];
  /** Evaluates every monitor each minute of the clock. @param gauge records what is gauged, before they look */
  start(gauge: (at: number) => void): void;
  states(): { id: string; groups: { group: string; state: string }[] }[];
  stop(): void;
}

const minuteMilliseconds = 60_000;

export function createMonitors(options: {
  clock: Clock;
  store: Store;
  bus: EventBus;
  metrics: MetricStore;
  /** Metrics arrive at once here, so this takes the place of each monitor's own evaluation_delay. */
  evaluationDelaySeconds: number;
}): Monitors {
  const { clock, bus, metrics } = options;
  let declared = { monitors: new Map<string, MonitorDefinition>(), objectives: new Map<string, Objective>() };
  const states: Collection<MonitorState> = options.store.collection('monitor-states');
  const stateOf = (id: string) => states.get(id) ?? untouched;
  let live: readonly LiveMonitor[] = [];
  let noted: readonly string[] = [];
  let cancel: Cancel = () => undefined;

  /** Makes monitors of what is declared, and says once what comes of it that nobody would expect. */
  const prepare = () => {
    const { evaluationDelaySeconds } = options;
    const { monitors, refused } = liveMonitors(declared, { metrics, evaluationDelaySeconds, stateOf });
    const notes = [...notEvaluated(refused), ...cutShort(monitors), ...lookingAtNothing(monitors)];
    for (const text of notes.filter((note) => !noted.includes(note))) bus.tell({ kind: 'note', text });
    noted = notes;
    live = monitors;
  };

  const notify = ({ id, render }: LiveMonitor, notification: Notification) => {
    const { title, text, handles } = render(notification);
    const { from, to, group, reason } = notification;
    const event = bus.tell({ kind: 'monitor', monitor: id, group, from, to, why: reason, handles: [...handles] });
    bus.tell({ kind: 'monitor-message', monitor: id, title, text }, event);
  };

  const evaluateAll = (minute: number) => {
    for (const monitor of live) {
      try {
        const { state, notifications } = monitor.evaluateAt(minute, stateOf(monitor.id));
        states.set(monitor.id, state);
        for (const notification of notifications) notify(monitor, notification);
      } catch (error) {
        bus.tell({ kind: 'note', text: `monitor ${monitor.id} was not evaluated: ${String(error)}` });
      }
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
        // the minute that has just ended is the last whole one
        evaluateAll(minute - 1);
      };
      prepare();
      next();
    },
    states: () =>
      live.map(({ id }) => ({
        id,
        groups: Object.entries(states.get(id)?.groups ?? {}).map(([group, { state }]) => ({ group, state })),
      })),
    stop: () => cancel(),
  };
}

function notEvaluated(refused: ReadonlyMap<string, string>): string[] {
  return [...refused].map(([id, reason]) => `monitor ${id} is not evaluated: ${reason}`);
}

/** One line for all monitors whose metric nobody here emits: they stay silent, and that means nothing. */
function lookingAtNothing(monitors: readonly LiveMonitor[]): string[] {
  const empty = monitors.flatMap(({ id, metrics }) =>
    metrics.flatMap((metric) => {
      const { reason } = staysEmpty(metric) ?? {};
      if (staysEmpty(metric) === undefined) return [];
      return [`${id} (${metric}${reason === undefined ? '' : `: ${reason}`})`];
    }),
  );
  return empty.length === 0
    ? []
    : [`no part here emits what these monitors look at: ${[...new Set(empty)].join(', ')}`];
}

/** One line for all monitors that ask for more than the laptop keeps: a budget over 30 days is that of one day here. */
function cutShort(monitors: readonly LiveMonitor[]): string[] {
  const ids = monitors.filter(({ windowMinutes }) => windowMinutes > minutesKept).map(({ id }) => id);
  if (ids.length === 0) return [];
  return [
    `${ids.join(', ')}: metrics of the last ${minutesKept / 60} h are kept here, and longer windows hold no more`,
  ];
}
