import { handlesIn, type MonitorDefinition } from '@himeshima/datadog-monitors';
import { isList, type Value } from '@himeshima/terraform-json';
import { type ChangedMonitor, monitorsIn, renamedMonitorsIn, watchTheSame } from '../monitors/changed-monitors';
import { urgencyOf } from '../monitors/urgency';
import { weakerMonitor } from '../monitors/weaker-monitor';
import { joined, type Phrase, say } from '../phrase';
import { changesOf } from '../plan/filter-changes';
import type { Change, Plan } from '../plan/plan';
import { byType } from '../plan/type-table';
import { isUnknownAt, textsIn, valueAt } from '../plan/value-at';
import { changedIn, recreatedAs } from '../renames';
import type { Danger, Rule } from './rule';
import { type Switch, switchedOff, whereFalse, whereOneOf } from './switches';

/** Consequence of deleting a resource that alerts or delivers alerts. Keys are resource types. */
const consequenceOf = byType<string>({
  aws_budgets_budget: 'no one is notified when costs exceed the budget',
  aws_chatbot_slack_channel_configuration: 'the channel no longer receives notifications',
  aws_cloudwatch_composite_alarm: 'the metric no longer triggers an alert',
  aws_cloudwatch_metric_alarm: 'the metric no longer triggers an alert',
  aws_sns_topic_subscription: 'the endpoint no longer receives messages from the topic',
  datadog_integration_opsgenie_service_object: 'notifications to this recipient fail',
  datadog_integration_pagerduty_service_object: 'notifications to this recipient fail',
  datadog_integration_slack_channel: 'notifications to this recipient fail',
  datadog_monitor: 'the query no longer triggers an alert',
  datadog_monitor_json: 'the query no longer triggers an alert',
  datadog_monitor_notification_rule: 'the recipients are no longer notified',
  datadog_on_call_escalation_policy: 'notifications to this recipient fail',
  datadog_on_call_schedule: 'the schedule no longer determines who is on call',
  datadog_security_monitoring_rule: 'the rule no longer generates signals',
  datadog_service_level_objective: 'the error budget is no longer tracked',
  datadog_synthetics_test: 'the endpoint is no longer tested',
  datadog_webhook: 'notifications to this recipient fail',
});

/** Returns whether resources of this type alert people or deliver alerts to them. */
export const isAlerting = (type: string): boolean => consequenceOf(type) !== undefined;

/** Settings that disable a resource that alerts. */
const switchesOf = byType<readonly Switch[]>({
  datadog_security_monitoring_rule: [whereFalse(['enabled'], 'is disabled: the rule no longer generates signals')],
  datadog_synthetics_test: [whereOneOf(['status'], ['paused'], 'is paused: the endpoint is no longer tested')],
});

/** Reports changes after which failures alert people later, alert fewer people, or alert no one. */
export const weakerAlerting: Rule = (plan) => [
  ...changesOf(plan, 'delete').flatMap((change): Danger[] => {
    const without = consequenceOf(change.type);
    if (without === undefined || isContinued(plan, change)) return [];
    return [dangerOf(change, say`${change.address} is deleted: ${[without]}`)];
  }),
  ...byUrgency([...monitorsIn(plan), ...renamedMonitorsIn(plan).filter(watchesTheSame)]).flatMap(
    (monitor): Danger[] => {
      const reasons = [...loosenedBy(monitor), ...muted(monitor.change)];
      return reasons.length === 0 ? [] : [dangerOf(monitor.change, sentenceAbout(monitor.id, reasons))];
    },
  ),
  ...switchedOff(plan, 'weaker alerting', switchesOf),
  ...changedIn(plan).flatMap((change): Danger[] => {
    const reasons = [...recipientsRemoved(change), ...higherBudget(change)];
    return reasons.length === 0 ? [] : [dangerOf(change, say`${change.address}: ${joined(reasons)}`)];
  }),
];

/** Joins reasons that begin with `it` into one sentence: `cpu alerts at 3 instead of 1 and no longer notifies @slack-iot`. */
function sentenceAbout(id: string, reasons: readonly Phrase[]): Phrase {
  const predicates = reasons.flatMap(([first, ...rest]): Phrase[] =>
    typeof first === 'string' && first.startsWith('it ') ? [[first.slice('it '.length), ...rest]] : [],
  );
  return predicates.length === reasons.length ? say`${id} ${joined(predicates)}` : say`${id}: ${joined(reasons)}`;
}

/** Sorts monitors by their urgency before the change. Among equally urgent monitors, those that no longer notify anyone are first. */
function byUrgency(monitors: readonly ChangedMonitor[]): readonly ChangedMonitor[] {
  const rank = ({ before, after }: ChangedMonitor) =>
    before === undefined || after === undefined
      ? Number.POSITIVE_INFINITY
      : 2 * urgencyOf(before.definition).rank + Number(!isSilenced(before.definition, after.definition));
  return [...monitors].sort((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)));
}

const isSilenced = (before: MonitorDefinition, after: MonitorDefinition): boolean =>
  handlesIn(before.message).length > 0 && handlesIn(after.message).length === 0;

const loosenedBy = ({ before, after }: ChangedMonitor): readonly Phrase[] =>
  before === undefined || after === undefined ? [] : weakerMonitor(before, after);

/** Returns whether a deleted resource is recreated at another address. The threshold of a recreated monitor may differ. */
function isContinued(plan: Plan, change: Change): boolean {
  if (!change.type.startsWith('datadog_monitor')) return recreatedAs(plan, change) !== undefined;
  return renamedMonitorsIn(plan).some((monitor) => monitor.from === change.address && watchesTheSame(monitor));
}

const watchesTheSame = ({ before, after }: ChangedMonitor): boolean => watchTheSame(before, after);

/** Describes a monitor that is muted (`silenced`, before version 3.0 of the provider) or becomes a draft. */
function muted({ action, before, after }: Change): readonly Phrase[] {
  if (action === 'delete') return [];
  const silenced = lengthOf(after['silenced']) > lengthOf(before['silenced']);
  const draft = before['draft_status'] !== 'draft' && after['draft_status'] === 'draft';
  const isNew = Object.keys(before).length === 0;
  return [
    ...(silenced && !isNew ? [say`it is muted`] : []),
    ...(draft && !isNew ? [say`it becomes a draft, which notifies no one`] : []),
  ];
}

const lengthOf = (value: Value | undefined) => {
  if (value === undefined || value === null || typeof value !== 'object') return 0;
  return isList(value) ? value.length : Object.keys(value).length;
};

/** Attributes that contain recipients. Keys are resource types. Recipients of monitors are compared separately. */
const recipientAttributesOf = byType<readonly string[]>({
  aws_budgets_budget: ['subscriber_email_addresses', 'subscriber_sns_topic_arns'],
  aws_chatbot_slack_channel_configuration: ['slack_channel_id'],
  aws_sns_topic_subscription: ['endpoint'],
  datadog_monitor_notification_rule: ['recipients'],
  datadog_security_notification_rule: ['targets'],
  datadog_synthetics_test: ['message'],
});

/** Describes removed recipients and changed filters. */
function recipientsRemoved({ type, before, after }: Change): readonly Phrase[] {
  const replaced = (recipientAttributesOf(type) ?? []).flatMap((attribute): Phrase[] => {
    const [old, now] = [before[attribute], after[attribute]];
    return attribute !== 'message' && typeof old === 'string' && typeof now === 'string' && old !== now
      ? [say`notifications go to ${{ value: now }} instead of ${{ value: old }}, which no longer gets any`]
      : [];
  });
  const gone = (recipientAttributesOf(type) ?? []).flatMap((attribute) => {
    const [old, now] = [before, after].map((values) => recipientsIn(values[attribute], attribute));
    // recipients known only after apply cannot be compared
    return after[attribute] === undefined || replaced.length > 0
      ? []
      : (old ?? []).filter((one) => now?.includes(one) !== true);
  });
  return [
    ...replaced,
    ...(gone.length === 0
      ? []
      : [say`${joined(gone.map((one) => say`${one}`))} ${[gone.length > 1 ? 'are' : 'is']} no longer notified`]),
    ...filterChanged({ type, before, after }),
  ];
}

function recipientsIn(value: Value | undefined, attribute: string): readonly string[] {
  if (typeof value !== 'string') return textsIn(value);
  return attribute === 'message' ? handlesIn(value) : [value];
}

const filters = byType<readonly string[]>({
  aws_sns_topic_subscription: ['filter_policy'],
  datadog_monitor_notification_rule: ['filter'],
  datadog_security_notification_rule: ['selectors'],
});

function filterChanged({ type, before, after }: Pick<Change, 'type' | 'before' | 'after'>): readonly Phrase[] {
  return (filters(type) ?? []).flatMap((attribute): Phrase[] => {
    const [was, is] = [before[attribute], after[attribute]].map(filterText);
    if (is === '' || was === is) return [];
    return was === '' ? [say`a filter is added (${attribute})`] : [say`the filter changes (${attribute})`];
  });
}

function filterText(filter: Value | undefined): string {
  if (filter === undefined || filter === null) return '';
  const text = typeof filter === 'string' ? filter : JSON.stringify(filter);
  return text === '[]' || text === '{}' ? '' : text;
}

/** Describes a budget that notifies later because its amount or threshold is higher. */
function higherBudget(change: Change): readonly Phrase[] {
  if (change.type !== 'aws_budgets_budget') return [];
  const paths = [['limit_amount'], ['notification', 'threshold']];
  return paths.flatMap((path) => {
    const [was, is] = [change.before, change.after].map((values) => Number(valueAt(values, path) ?? Number.NaN));
    if (was === undefined || is === undefined || !(is > was) || isUnknownAt(change, path)) return [];
    return [say`the budget notifies at ${is} instead of ${was} (${path.join('.')})`];
  });
}

const dangerOf = ({ address }: Change, what: Phrase): Danger => ({ kind: 'weaker alerting', address, what });
