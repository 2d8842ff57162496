import { type NotificationState, spoken } from '../evaluate/notification-state';
import type { Notification } from '../evaluate/notify';
import type { MonitorDefinition } from '../monitor/definition';
import type { Tags } from '../query/matches';
import type { GroupEvaluation } from './run-group';

/** Sender of notifications: a group of a check, groups combined by notify_by, a composite. */
interface Sender {
  readonly group: string;
  readonly tags: Tags;
  readonly changes: readonly GroupEvaluation[];
}

/**
 * Returns the notifications for state changes: one per change, and renotifications while a state persists
 * (docs.datadoghq.com/monitors/notify).
 * @param silent state changes without a notification, as with `show_no_data`
 */
export function notificationsOf(
  definition: MonitorDefinition,
  { group, tags, changes }: Sender,
  minutes: Int32Array,
  silent: (state: GroupEvaluation['state']) => boolean = () => false,
): Notification[] {
  const byMinute = new Map(changes.map((change) => [change.minute, change]));
  const notifications: Notification[] = [];
  let now: NotificationState = { state: 'OK', notified: null, renotifications: 0, triggered: null };
  let last: GroupEvaluation | undefined;
  for (const minute of minutes) {
    last = byMinute.get(minute) ?? last;
    const state = last?.state ?? 'OK';
    const found = { state, value: last?.value, reason: last?.reason ?? '', notify: !silent(state) };
    const { after, notification } = spoken(definition, now, found, { group, tags, minute });
    if (notification) notifications.push(notification);
    now = after;
  }
  return notifications;
}
