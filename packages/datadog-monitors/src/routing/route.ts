import type { Notification, Transition } from '../evaluate/notify';
import type { State } from '../evaluate/state';
import { contextOf } from '../message/context';
import { conditionalHandles } from '../message/handle-conditions';
import type { MonitorDefinition } from '../monitor/definition';
import type { Tags } from '../query/matches';
import { parseMonitorQuery } from '../query/monitor-query';
import { activeUntil, type DowntimeSchedule, selectsMonitor } from './downtime-schedule';
import type { NotificationRule } from './notification-rule';

/** Recipient of a notification, and why it is notified. */
export interface Recipient {
  readonly handle: string;
  readonly reason: string;
}

/** Notification of one transition. */
export interface RoutedTransition {
  readonly transition: Transition;
  /** Reason why the monitor never sends this notification; otherwise undefined. */
  readonly never: string | undefined;
  readonly recipients: readonly Recipient[];
  /** Active downtimes that mute the notification, with their ends in minutes since the epoch. */
  readonly mutedBy: readonly { readonly id: string; readonly until: number }[];
}

interface RoutedMonitor {
  readonly id: string;
  readonly definition: MonitorDefinition;
}

interface Circumstances {
  /** Tags of the group. */
  readonly tags: Tags;
  readonly rules: readonly NotificationRule[];
  readonly downtimes: readonly DowntimeSchedule[];
  /** Minute since the epoch at which the notification would be sent. */
  readonly minute: number;
}

interface Step {
  readonly transition: Transition;
  readonly from: State;
  readonly to: State;
  /** Values of `transition_type` in the conditions of notification rules. Source: API reference, "Create a monitor notification rule" */
  readonly types: readonly string[];
  /** Returns the reason why the monitor never sends the notification; otherwise undefined. */
  readonly never: (definition: MonitorDefinition) => string | undefined;
}

const steps: readonly Step[] = [
  { transition: 'alert', from: 'OK', to: 'Alert', types: ['alert', 'is_alert'], never: () => undefined },
  {
    transition: 'warn',
    from: 'OK',
    to: 'Warn',
    types: ['warning', 'warn', 'is_warning'],
    never: ({ thresholds }) => (thresholds.warning === undefined ? 'no warning threshold' : undefined),
  },
  {
    transition: 'no data',
    from: 'OK',
    to: 'No Data',
    types: ['no data', 'no_data', 'is_no_data'],
    never: neverWithoutData,
  },
  {
    transition: 'recovery',
    from: 'Alert',
    to: 'OK',
    types: ['recovery', 'alert recovery', 'is_recovery', 'is_alert_recovery'],
    never: () => undefined,
  },
  {
    transition: 'renotify',
    from: 'Alert',
    to: 'Alert',
    types: ['renotify', 'is_renotify', 'alert', 'is_alert'],
    never: ({ renotifyMinutes, renotifyStatuses }) => {
      if (!renotifyMinutes) return 'renotify_interval is not set';
      return renotifyStatuses.includes('alert')
        ? undefined
        : `renotify_statuses contains only ${renotifyStatuses.join(', ')}`;
    },
  },
];

function neverWithoutData({ onMissingData, notifyNoData }: MonitorDefinition): string | undefined {
  if (onMissingData === undefined) return notifyNoData ? undefined : 'notify_no_data is not set';
  return onMissingData === 'show_and_notify_no_data' ? undefined : `on_missing_data is ${onMissingData}`;
}

/**
 * Returns who is notified of each transition of a group, and why: handles in the message, notification rules, downtimes.
 * @throws QueryError, MessageError
 */
export function routeOf(monitor: RoutedMonitor, around: Circumstances): readonly RoutedTransition[] {
  return steps.map((step) => {
    const { transition } = step;
    const recipients = distinct([...fromMessage(monitor, step, around), ...fromRules(monitor, step, around)]);
    return { transition, never: step.never(monitor.definition), recipients, mutedBy: mutedBy(monitor, step, around) };
  });
}

function fromMessage(
  { definition }: RoutedMonitor,
  { transition, from, to }: Step,
  { tags, minute }: Circumstances,
): readonly Recipient[] {
  const query = parseMonitorQuery(definition.type, definition.query);
  const group =
    Object.entries(tags)
      .map(([key, value]) => `${key}:${value}`)
      .join(',') || '*';
  const notification: Notification = {
    minute,
    group,
    tags,
    transition,
    from,
    to,
    value: undefined,
    reason: '',
    triggered: minute,
  };
  const context = contextOf(notification, definition, 'threshold' in query ? query : undefined);
  const escalation = transition === 'renotify' ? (definition.escalationMessage ?? '') : '';
  return [
    ...conditionalHandles(escalation, context).map(({ handle }) => ({ handle, reason: 'escalation message' })),
    ...conditionalHandles(definition.message, context).map(({ handle, conditions }) => ({
      handle,
      reason: ['message', ...conditions].join(' '),
    })),
  ];
}

function fromRules(
  { definition }: RoutedMonitor,
  { types }: Step,
  { tags, rules }: Circumstances,
): readonly Recipient[] {
  const all = [
    ...definition.tags,
    ...Object.entries(tags).map(([key, value]) => `${key}:${value}`),
    ...(definition.priority === undefined ? [] : [`priority:p${definition.priority}`]),
  ];
  return rules
    .filter(({ applies }) => applies(all))
    .flatMap((rule) => recipientsOf(rule, [...all, ...types.map((type) => `transition_type:${type}`)]));
}

function recipientsOf(
  { name, filter, recipients, conditions, fallback }: NotificationRule,
  tags: readonly string[],
): readonly Recipient[] {
  const because = (suffix: string) => (recipient: string) => ({
    handle: recipient.startsWith('@') ? recipient : `@${recipient}`,
    reason: `rule "${name}" (${filter})${suffix}`,
  });
  const holding = conditions.filter(({ applies }) => applies(tags));
  return [
    ...recipients.map(because('')),
    ...holding.flatMap(({ scope, recipients: those }) => those.map(because(`, if ${scope}`))),
    ...(conditions.length > 0 && holding.length === 0 ? fallback.map(because(', fallback')) : []),
  ];
}

/** Keeps the first reason for each handle, because Datadog notifies a recipient only once. */
function distinct(recipients: readonly Recipient[]): readonly Recipient[] {
  return recipients.filter(({ handle }, at) => recipients.findIndex((one) => one.handle === handle) === at);
}

function mutedBy(
  monitor: RoutedMonitor,
  { transition }: Step,
  { tags, downtimes, minute }: Circumstances,
): RoutedTransition['mutedBy'] {
  const group = Object.entries(tags).map(([key, value]) => `${key}:${value}`);
  return downtimes.flatMap((downtime) => {
    // a monitor that triggered before the downtime sends its first recovery
    if (transition === 'recovery' && !downtime.mutesFirstRecovery) return [];
    if (!selectsMonitor(downtime, monitor) || !downtime.mutes(group)) return [];
    const until = activeUntil(downtime, minute);
    return until === undefined ? [] : [{ id: downtime.id, until }];
  });
}
