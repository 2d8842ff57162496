import type { MonitorDefinition } from '../monitor/definition';
import type { Tags } from '../query/matches';
import { isDueAgain, type Notification, transitionTo } from './notify';
import type { GroupState, State } from './state';

/** Notification state of a group or a composite. */
export type NotificationState = Pick<GroupState, 'state' | 'notified' | 'renotifications' | 'triggered'>;

/** Group that sends a notification, its tags, and the minute in which the group was evaluated. */
interface Sender {
  readonly group: string;
  readonly tags: Tags;
  readonly minute: number;
}

interface EvaluationResult {
  readonly state: State;
  readonly value: number | undefined;
  readonly reason: string;
  /** Whether a change to this state sends a notification. */
  readonly notify: boolean;
}

/**
 * Determines the notification for a state: one on each state change, and renotifications while the state persists
 * (docs.datadoghq.com/monitors/notify). Applies to monitor groups, groups combined by notify_by, checks and composites.
 */
export function spoken<Before extends NotificationState>(
  definition: MonitorDefinition,
  before: Before,
  { state, value, reason, notify }: EvaluationResult,
  { group, tags, minute }: Sender,
): { readonly after: Before; readonly notification: Notification | undefined } {
  const { state: from } = before;
  const renotifies = state === from && isDueAgain(definition, before, minute);
  if (state === from && !renotifies) return { after: before, notification: undefined };
  const triggered = from === 'OK' ? minute : before.triggered;
  const notifies = renotifies || notify;
  const renotifications = renotifies ? before.renotifications + 1 : 0;
  const after = { ...before, state, triggered, notified: notifies ? minute : null, renotifications };
  if (!notifies) return { after, notification: undefined };
  const transition = renotifies ? 'renotify' : transitionTo(state);
  const to = state;
  const notification = { minute, group, tags, transition, from, to, value, reason, triggered: triggered ?? undefined };
  return { after, notification };
}
