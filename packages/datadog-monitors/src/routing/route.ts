import type { Notification, Transition } from '../evaluate/notify';
import type { State } from '../evaluate/state';
import { contextOf } from '../message/context';
import { conditionalHandles } from '../message/handle-conditions';
import { holdsFor, stateConditions } from '../message/state-conditions';
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
  /** States before and after the transition. Conditions such as `{{#is_warning_recovery}}` depend on both. */
  readonly from: State;
  readonly to: State;
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
}

/** Transitions whose conditions in messages and notification rules can differ. */
const steps: readonly Step[] = [
  { transition: 'alert', from: 'OK', to: 'Alert' },
  { transition: 'alert', from: 'Warn', to: 'Alert' },
  { transition: 'alert', from: 'No Data', to: 'Alert' },
  { transition: 'warn', from: 'OK', to: 'Warn' },
  { transition: 'warn', from: 'Alert', to: 'Warn' },
  { transition: 'warn', from: 'No Data', to: 'Warn' },
  { transition: 'no data', from: 'OK', to: 'No Data' },
  { transition: 'recovery', from: 'Alert', to: 'OK' },
  { transition: 'recovery', from: 'Warn', to: 'OK' },
  { transition: 'recovery', from: 'No Data', to: 'OK' },
  { transition: 'renotify', from: 'Alert', to: 'Alert' },
  { transition: 'renotify', from: 'Warn', to: 'Warn' },
  { transition: 'renotify', from: 'No Data', to: 'No Data' },
];

/** Reasons why a monitor never has a state; undefined if it can have the state. */
const unreachable: Readonly<Record<State, (definition: MonitorDefinition) => string | undefined>> = {
  OK: () => undefined,
  Alert: () => undefined,
  Warn: ({ thresholds }) => (thresholds.warning === undefined ? 'no warning threshold' : undefined),
  'No Data': ({ onMissingData, notifyNoData }) => {
    if (onMissingData === undefined) return notifyNoData ? undefined : 'notify_no_data is not set';
    return onMissingData.startsWith('show_') ? undefined : `on_missing_data is ${onMissingData}`;
  },
};

const statuses = { Alert: 'alert', Warn: 'warn', 'No Data': 'no data', OK: undefined } as const;

/** Returns the reason why a monitor never sends a notification; otherwise undefined. */
function neverSent({ transition, from, to }: Step, definition: MonitorDefinition): string | undefined {
  const { onMissingData, renotifyMinutes, renotifyStatuses } = definition;
  if (transition === 'renotify' && !renotifyMinutes) return 'renotify_interval is not set';
  const state = unreachable[from](definition) ?? unreachable[to](definition);
  if (state !== undefined) return state;
  if (transition === 'no data' && onMissingData === 'show_no_data') return 'on_missing_data is show_no_data';
  const status = statuses[to];
  return transition !== 'renotify' || status === undefined || renotifyStatuses.includes(status)
    ? undefined
    : `renotify_statuses contains only ${renotifyStatuses.join(', ')}`;
}

/**
 * Returns who is notified of each transition of a group, and why: handles in the message, notification rules, downtimes.
 * @throws QueryError, MessageError
 */
export function routeOf(monitor: RoutedMonitor, around: Circumstances): readonly RoutedTransition[] {
  return steps.map((step) => {
    const recipients = distinct([...fromMessage(monitor, step, around), ...fromRules(monitor, step, around)]);
    const never = neverSent(step, monitor.definition);
    return { ...step, never, recipients, mutedBy: mutedBy(monitor, step, around) };
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

function fromRules({ definition }: RoutedMonitor, step: Step, { tags, rules }: Circumstances): readonly Recipient[] {
  const all = [
    ...definition.tags,
    ...Object.entries(tags).map(([key, value]) => `${key}:${value}`),
    ...(definition.priority === undefined ? [] : [`priority:p${definition.priority}`]),
  ];
  return rules
    .filter(({ applies }) => applies(all))
    .flatMap((rule) => recipientsOf(rule, [...all, ...typesOf(step).map((type) => `transition_type:${type}`)]));
}

/**
 * Returns the values of `transition_type` that match a transition in the conditions of notification rules: its name, and the conditions of
 * messages that hold, for example `is_alert_recovery`, `alert_recovery` and `alert recovery`. Source: API reference, "Create a monitor
 * notification rule"
 */
function typesOf({ transition, from, to }: Step): readonly string[] {
  const names = stateConditions.filter((name) => holdsFor(name, { transition, from, to }));
  const words = names.map((name) => name.slice('is_'.length));
  return [...new Set([...names, ...words, ...words.map((word) => word.replaceAll('_', ' ')), transition])];
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
