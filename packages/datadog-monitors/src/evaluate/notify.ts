import type { MonitorDefinition, RenotifyStatus } from '../monitor/definition';
import type { Tags } from '../query/matches';
import type { GroupState, State } from './state';

export type Transition = 'alert' | 'warn' | 'no data' | 'recovery' | 'renotify';

/** Notification that Datadog would send. */
export interface Notification {
  /** Wall time in minutes since the epoch. */
  readonly minute: number;
  readonly group: string;
  readonly tags: Tags;
  readonly transition: Transition;
  readonly from: State;
  readonly to: State;
  /** Value of the group; undefined if there is no data. */
  readonly value: number | undefined;
  readonly reason: string;
  /** Minute at which the group last left OK. */
  readonly triggered: number | undefined;
}

const transitions: Readonly<Record<State, Transition>> = {
  OK: 'recovery',
  Warn: 'warn',
  Alert: 'alert',
  'No Data': 'no data',
};

/** Returns the name of a transition to a state. */
export function transitionTo(state: State): Transition {
  return transitions[state];
}

const statuses: Readonly<Record<State, RenotifyStatus | undefined>> = {
  OK: undefined,
  Warn: 'warn',
  Alert: 'alert',
  'No Data': 'no data',
};

/** Minutes after which renotifications without renotify_occurrences end. Source: docs.datadoghq.com/monitors/notify, "Renotify". */
const longestRenotifying = 30 * 60;

/** Returns whether a renotification is due. Source: docs.datadoghq.com/monitors/notify, "Renotify". */
export function isDueAgain(
  definition: MonitorDefinition,
  group: Pick<GroupState, 'state' | 'notified' | 'renotifications' | 'triggered'>,
  minute: number,
): boolean {
  const { renotifyMinutes, renotifyOccurrences, renotifyStatuses } = definition;
  const status = statuses[group.state];
  if (!renotifyMinutes || status === undefined || !renotifyStatuses.includes(status) || group.notified === null)
    return false;
  if (renotifyOccurrences !== undefined && group.renotifications >= renotifyOccurrences) return false;
  if (renotifyOccurrences === undefined && minute - (group.triggered ?? minute) > longestRenotifying) return false;
  return minute - group.notified >= renotifyMinutes;
}
