import type { Notification } from '../evaluate/notify';
import { type EvaluatorOptions, prepare } from '../evaluate/prepare';
import { stretchesOf } from '../evaluate/slide';
import type { SeriesSource } from '../evaluate/source';
import { messageOf, type Rendered } from '../message/render';
import type { MonitorDefinition } from '../monitor/definition';
import type { Tags } from '../query/matches';
import { type Downtime, heard } from './downtime';
import { type History, historiesOf, type Schedule } from './histories';
import { notifyBy } from './notify-by';
import { type Evaluated, runGroup } from './run-group';

export interface SimulationOptions extends EvaluatorOptions {
  /** Minutes of wall time, both ends included. */
  readonly from?: number;
  readonly to: number;
  /** Every group is heard where none is given. */
  readonly downtimes?: readonly Downtime[];
}

/** What became of one group. */
export interface GroupTimeline {
  /** `functionname:power-on`, or `*` for a monitor without groups. */
  readonly group: string;
  readonly tags: Tags;
  /** Where its state changes, beginning with its first evaluation. */
  readonly changes: readonly Evaluated[];
  /** Every evaluation, calculated when it is asked for. */
  evaluations(): readonly Evaluated[];
}

/** A notification, and what it says. */
export interface SentNotification extends Notification, Rendered {}

export interface Simulation {
  readonly from: number;
  readonly to: number;
  readonly groups: readonly GroupTimeline[];
  /** In the order of time. */
  readonly notifications: readonly SentNotification[];
}

/**
 * What a monitor does over a stretch of time, minute by minute, from nothing known before.
 * @throws QueryError and NotEvaluated, as `createEvaluator` does; MessageError where the message cannot be rendered
 */
export function simulate(
  definition: MonitorDefinition,
  source: SeriesSource,
  { from = 0, to, downtimes = [], ...options }: SimulationOptions,
): Simulation {
  const prepared = prepare(definition, options);
  const { subject, every, rangeAt } = prepared;
  const render = messageOf(definition, subject.query);
  const first = Math.ceil(from / every) * every;
  const minutes = Int32Array.from(
    { length: Math.max(0, Math.floor((to - first) / every) + 1) },
    (_, at) => first + at * every,
  );
  const schedule: Schedule = { minutes, ranges: stretchesOf(Array.from(minutes, rangeAt)) };
  const runs = historiesOf(prepared, source, schedule).map((history) => ({
    history,
    ...runGroup(subject, history, schedule),
  }));
  const timelineOf = (history: History, changes: readonly Evaluated[]): GroupTimeline => ({
    group: history.group,
    tags: history.tags,
    changes,
    evaluations: () => {
      const all: Evaluated[] = [];
      runGroup(subject, history, schedule, (evaluated) => all.push(evaluated));
      return all;
    },
  });
  const groups = runs.map(({ history, changes }) => timelineOf(history, changes));
  const said =
    definition.notifyBy.length === 0 || !subject.isMultiAlert
      ? runs.flatMap(({ notifications }) => notifications)
      : notifyBy(definition, groups, minutes);
  // one that goes on after the last minute is not over yet
  const ended = downtimes.map((downtime) => ({ ...downtime, isOver: downtime.to <= to }));
  return {
    from,
    to,
    groups,
    notifications: heard(said, groups, ended).map((notification) => ({ ...notification, ...render(notification) })),
  };
}
