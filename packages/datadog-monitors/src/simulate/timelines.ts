import type { Subject } from '../evaluate/evaluate-group';
import type { Notification } from '../evaluate/notify';
import { messageOf, type RenderedMessage } from '../message/render';
import type { MonitorDefinition } from '../monitor/definition';
import type { Tags } from '../query/matches';
import { assumedBySettings } from './assumed-settings';
import { assumedByDowntimes, mutingsOf, type SimulatedDowntime, unmutedNotifications } from './downtime';
import type { History, Schedule } from './histories';
import { notifyBy } from './notify-by';
import { type GroupEvaluation, runGroup } from './run-group';

/** Timeline of one group. */
export interface GroupTimeline {
  /** Key of the group: `functionname:power-on`, or `*` for a monitor without groups. */
  readonly group: string;
  readonly tags: Tags;
  /** State changes, starting with the first evaluation. */
  readonly changes: readonly GroupEvaluation[];
  /** Returns every evaluation, computed on demand. */
  evaluations(): readonly GroupEvaluation[];
}

/** Notification with its rendered text. */
export interface SentNotification extends Notification, RenderedMessage {}

export interface Simulation {
  readonly monitor: MonitorDefinition;
  readonly from: number;
  readonly to: number;
  readonly groups: readonly GroupTimeline[];
  /** Assumptions about undocumented behavior that affect the result. */
  readonly assumed: readonly string[];
  /** Notifications in chronological order. */
  readonly notifications: readonly SentNotification[];
}

interface Run {
  readonly histories: readonly History[];
  readonly assumed: readonly string[];
  readonly schedule: Schedule;
  readonly from?: number;
  readonly to: number;
  readonly downtimes?: readonly SimulatedDowntime[];
  readonly start?: number;
  readonly evaluationDelaySeconds?: number;
}

/** Returns the timeline of every group and the notifications. @throws MessageError if the message cannot be rendered */
export function timelines(
  subject: Subject,
  { histories, schedule, assumed, from = 0, to, downtimes = [], start, evaluationDelaySeconds }: Run,
): Simulation {
  const { definition, query } = subject;
  const runs = histories.map((history) => ({ history, ...runGroup(subject, history, schedule) }));
  const groups = runs.map(({ history, changes }): GroupTimeline => {
    const { group, tags } = history;
    return { group, tags, changes, evaluations: () => everyEvaluation(subject, history, schedule) };
  });
  const speaksByGroup = definition.notifyBy.length === 0 || !subject.isMultiAlert;
  const sent = speaksByGroup
    ? runs.flatMap(({ notifications }) => notifications)
    : notifyBy(definition, groups, schedule.minutes);
  return simulationOf(definition, sent, {
    from,
    to,
    groups,
    assumed: [...assumed, ...assumedBySettings(subject, { histories, schedule, evaluationDelaySeconds })],
    downtimes,
    start,
    render: messageOf(definition, query),
  });
}

/** Returns the simulation of a monitor: applies downtimes to its notifications, and renders them. */
export function simulationOf(
  monitor: MonitorDefinition,
  sent: readonly Notification[],
  {
    downtimes = [],
    start = 0,
    render,
    ...run
  }: Pick<Simulation, 'from' | 'to' | 'groups' | 'assumed'> & {
    readonly downtimes: readonly SimulatedDowntime[] | undefined;
    readonly start: number | undefined;
    readonly render: (notification: Notification) => RenderedMessage;
  },
): Simulation {
  const notifications = unmutedNotifications(sent, run.groups, mutingsOf(downtimes, { ...run, start }));
  return {
    monitor,
    ...run,
    assumed: [...run.assumed, ...assumedByDowntimes(downtimes, { ...run, start })],
    notifications: notifications.map((notification) => ({ ...notification, ...render(notification) })),
  };
}

function everyEvaluation(subject: Subject, history: History, schedule: Schedule): GroupEvaluation[] {
  const all: GroupEvaluation[] = [];
  runGroup(subject, history, schedule, (evaluated) => all.push(evaluated));
  return all;
}
