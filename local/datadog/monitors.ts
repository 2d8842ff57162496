import { isDeepStrictEqual } from 'node:util';
import {
  catalogue,
  createEvaluator,
  type Evaluator,
  type MonitorDefinition,
  type MonitorState,
  messageOf,
  NotEvaluated,
  type Notification,
  untouched,
} from '../../lib/datadog';
import type { Cancel, Clock } from '../clock';
import type { EventBus } from '../events';
import type { MetricStore } from '../metrics';
import type { Collection, Store } from '../store';

/** Datadog on the laptop: the monitors of the plan over the metrics of this process. */
export interface Monitors {
  declare(id: string, definition: MonitorDefinition): void;
  /** Declares these instead of all others. One that is as it was keeps its state. @returns the ids of those that changed */
  replace(monitors: readonly (readonly [string, MonitorDefinition])[]): string[];
  /** Evaluates every monitor each minute of the clock. @param waiting messages in each queue, gauged each minute */
  start(waiting: () => Promise<{ queue: string; messages: number }[]>): void;
  states(): { id: string; groups: { group: string; state: string }[] }[];
  stop(): void;
}

interface Declared {
  id: string;
  definition: MonitorDefinition;
  evaluator: Evaluator;
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
  const definitions = new Map<string, MonitorDefinition>();
  const declared: Declared[] = [];
  const states: Collection<MonitorState> = options.store.collection('monitor-states');
  let cancel: Cancel = () => undefined;

  const notify = ({ id, definition, evaluator }: Declared, notification: Notification) => {
    const { title, text, handles } = messageOf(definition, evaluator.query)(notification);
    const { from, to, group, reason } = notification;
    const event = bus.tell({ kind: 'monitor', monitor: id, group, from, to, why: reason, handles: [...handles] });
    bus.tell({ kind: 'monitor-message', monitor: id, title, text }, event);
  };

  const evaluate = (monitor: Declared, minute: number) => {
    const { state, notifications } = monitor.evaluator.evaluateAt(minute, metrics, states.get(monitor.id) ?? untouched);
    states.set(monitor.id, state);
    for (const notification of notifications) notify(monitor, notification);
  };

  const evaluateAll = (minute: number) => {
    for (const monitor of declared) {
      try {
        evaluate(monitor, minute);
      } catch (error) {
        bus.tell({ kind: 'note', text: `monitor ${monitor.id} was not evaluated: ${String(error)}` });
      }
    }
  };

  /** Undefined where lib/datadog reads the monitor and does not evaluate it. */
  const evaluated = (id: string, definition: MonitorDefinition): Declared | undefined => {
    try {
      const { evaluationDelaySeconds } = options;
      return { id, definition, evaluator: createEvaluator(definition, { catalogue, evaluationDelaySeconds }) };
    } catch (error) {
      if (!(error instanceof NotEvaluated)) throw error;
      bus.tell({ kind: 'note', text: `monitor ${id} is not evaluated: ${error.message}` });
      return undefined;
    }
  };
  const keep = (id: string, definition: MonitorDefinition, monitor: Declared | undefined) => {
    definitions.set(id, definition);
    if (monitor !== undefined) declared.push(monitor);
  };

  return {
    declare: (id, definition) => keep(id, definition, evaluated(id, definition)),
    replace(monitors) {
      const after = new Map(monitors);
      const changed = [...new Set([...definitions.keys(), ...after.keys()])].filter(
        (id) => !isDeepStrictEqual(definitions.get(id), after.get(id)),
      );
      const anew = monitors
        .filter(([id]) => changed.includes(id))
        .map(([id, definition]) => [id, definition, evaluated(id, definition)] as const);
      for (const id of changed) {
        definitions.delete(id);
        states.delete(id);
      }
      const kept = declared.filter(({ id }) => !changed.includes(id));
      declared.splice(0, declared.length, ...kept);
      for (const monitor of anew) keep(...monitor);
      return changed;
    },
    start(waiting) {
      const next = () => {
        const minute = Math.floor(clock.now() / minuteMilliseconds) + 1;
        cancel = clock.after(minute * minuteMilliseconds - clock.now(), () => void tick(minute));
      };
      const tick = async (minute: number) => {
        const at = (minute - 1) * minuteMilliseconds;
        next();
        for (const { queue, messages } of await waiting()) {
          metrics.record({
            metric: 'aws.sqs.approximate_number_of_messages_visible',
            tags: { queuename: queue },
            value: messages,
            at,
          });
        }
        metrics.fillQuietMinute(at, (metric) => catalogue.find(metric)?.type === 'count');
        // the minute that has just ended is the last whole one
        evaluateAll(minute - 1);
      };
      next();
    },
    states: () =>
      declared.map(({ id }) => ({
        id,
        groups: Object.entries(states.get(id)?.groups ?? {}).map(([group, { state }]) => ({ group, state })),
      })),
    stop: () => cancel(),
  };
}
