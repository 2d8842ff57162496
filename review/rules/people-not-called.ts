import { handlesIn } from '../../lib/datadog';
import { isList, type Value } from '../../lib/terraform';
import { loosened } from '../monitors/loosened';
import { type ChangedMonitor, monitorsIn, renamedMonitorsIn, watchedBy } from '../monitors/monitors-in';
import { joined, type Phrase, say } from '../phrase';
import { byType } from '../plan/by-type';
import { changesOf } from '../plan/changes-of';
import type { Change, Plan } from '../plan/plan';
import { isUnknownAt, textAt, textsIn, valueAt } from '../plan/value-at';
import { changedIn, renamedTo } from '../renames';
import type { Danger, Rule } from './rule';
import { type Switch, switchedOff, whereFalse, whereOneOf } from './switches';

/** What calls people, or what calls would go by, and what its end means. */
const callsOf = byType<string>({
  aws_budgets_budget: 'nobody hears of what it costs',
  aws_chatbot_slack_channel_configuration: 'its channel hears nothing any more',
  aws_cloudwatch_composite_alarm: 'nobody hears of what it watched',
  aws_cloudwatch_metric_alarm: 'nobody hears of what it watched',
  aws_sns_topic_subscription: 'that address hears nothing of the topic any more',
  datadog_integration_opsgenie_service_object: 'calls by it reach nobody',
  datadog_integration_pagerduty_service_object: 'calls by it reach nobody',
  datadog_integration_slack_channel: 'calls by it reach nobody',
  datadog_monitor: 'nobody is called for what it watched',
  datadog_monitor_json: 'nobody is called for what it watched',
  datadog_monitor_notification_rule: 'whom it told hears nothing any more',
  datadog_on_call_escalation_policy: 'calls by it reach nobody',
  datadog_on_call_schedule: 'nobody is on call by it',
  datadog_security_monitoring_rule: 'nobody hears of what it looked for',
  datadog_service_level_objective: 'its budget is counted no longer',
  datadog_synthetics_test: 'nobody looks from outside any more',
  datadog_webhook: 'calls by it reach nobody',
});

/** Whether resources of this type alert people, or lead alerts to them. */
export const isWatching = (type: string): boolean => callsOf(type) !== undefined;

/** What looks, and can be told not to. */
const switchesOf = byType<readonly Switch[]>({
  datadog_security_monitoring_rule: [whereFalse(['enabled'], 'is disabled: nobody hears of what it looked for')],
  datadog_synthetics_test: [whereOneOf(['status'], ['paused'], 'is paused: nobody looks from outside')],
});

/** Something goes wrong, and people are called later than before, or not at all. */
export const peopleNotCalled: Rule = (plan) => [
  ...changesOf(plan, 'delete').flatMap((change): Danger[] => {
    const without = callsOf(change.type);
    if (without === undefined || callsOn(plan, change)) return [];
    return [dangerOf(change, say`${change.address} is deleted: ${[without]}`)];
  }),
  ...[...monitorsIn(plan), ...renamedMonitorsIn(plan).filter(watchesTheSame)].flatMap((monitor): Danger[] => {
    const reasons = [...loosenedBy(monitor), ...muted(monitor.change)];
    return reasons.length === 0 ? [] : [dangerOf(monitor.change, say`${monitor.id}: ${joined(reasons)}`)];
  }),
  ...switchedOff(plan, 'people not called', switchesOf),
  ...changedIn(plan).flatMap((change): Danger[] => {
    const reasons = [...fewerHear(change), ...lowerTarget(change), ...higherBudget(change)];
    return reasons.length === 0 ? [] : [dangerOf(change, say`${change.address}: ${joined(reasons)}`)];
  }),
];

function loosenedBy({ change, before, after }: ChangedMonitor): readonly Phrase[] {
  if (before === undefined) return [];
  if (after !== undefined) return loosened(before, after);
  const isOther = change.action !== 'delete' && change.before['query'] !== change.after['query'];
  return isOther && !isUnknownAt(change, ['query']) ? [say`what it alerts on cannot be told from its new query`] : [];
}

/** Whether something is but renamed; a monitor has to look at the same under its other name. */
function callsOn(plan: Plan, change: Change): boolean {
  if (!change.type.startsWith('datadog_monitor')) return renamedTo(plan, change) !== undefined;
  return renamedMonitorsIn(plan).some((monitor) => monitor.from === change.address && watchesTheSame(monitor));
}

function watchesTheSame({ before, after }: ChangedMonitor): boolean {
  const [old, now] = [before, after].map((one) => one && watchedBy(one));
  return old !== undefined && old === now;
}

/** `silenced` mutes a monitor (provider before 3.0), and a draft calls nobody. */
function muted({ action, before, after }: Change): readonly Phrase[] {
  if (action === 'delete') return [];
  const silenced = lengthOf(after['silenced']) > lengthOf(before['silenced']);
  const draft = before['draft_status'] !== 'draft' && after['draft_status'] === 'draft';
  const isNew = Object.keys(before).length === 0;
  return [
    ...(silenced && !isNew ? [say`it is muted`] : []),
    ...(draft && !isNew ? [say`it is a draft, which calls nobody`] : []),
  ];
}

const lengthOf = (value: Value | undefined) => {
  if (value === undefined || value === null || typeof value !== 'object') return 0;
  return isList(value) ? value.length : Object.keys(value).length;
};

/** Whom something tells, besides monitors: by which attributes. */
const tellsOf = byType<readonly string[]>({
  aws_budgets_budget: ['subscriber_email_addresses', 'subscriber_sns_topic_arns'],
  aws_chatbot_slack_channel_configuration: ['slack_channel_id'],
  aws_sns_topic_subscription: ['endpoint'],
  datadog_monitor_notification_rule: ['recipients'],
  datadog_security_notification_rule: ['targets'],
  datadog_synthetics_test: ['message'],
});

/** Who heard of it and does not any more, and what is told to fewer. */
function fewerHear({ type, before, after }: Change): readonly Phrase[] {
  const gone = (tellsOf(type) ?? []).flatMap((attribute) => {
    const [old, now] = [before, after].map((values) => heardBy(values[attribute], attribute));
    // only the apply will know it
    return after[attribute] === undefined ? [] : (old ?? []).filter((one) => now?.includes(one) !== true);
  });
  return [
    ...(gone.length === 0
      ? []
      : [
          say`${joined(gone.map((one) => say`${one}`))} ${[gone.length > 1 ? 'hear' : 'hears']} nothing of it any more`,
        ]),
    ...otherFilter({ type, before, after }),
  ];
}

function heardBy(value: Value | undefined, attribute: string): readonly string[] {
  if (typeof value !== 'string') return textsIn(value);
  return attribute === 'message' ? handlesIn(value) : [value];
}

const filters = byType<readonly string[]>({
  aws_sns_topic_subscription: ['filter_policy'],
  datadog_monitor_notification_rule: ['filter'],
  datadog_security_notification_rule: ['selectors'],
});

function otherFilter({ type, before, after }: Pick<Change, 'type' | 'before' | 'after'>): readonly Phrase[] {
  return (filters(type) ?? []).flatMap((attribute): Phrase[] => {
    const [was, is] = [before[attribute], after[attribute]].map(filterText);
    if (is === '' || was === is) return [];
    return was === ''
      ? [say`what its filter (${attribute}) does not let through is not told`]
      : [say`its filter is another one (${attribute})`];
  });
}

function filterText(filter: Value | undefined): string {
  if (filter === undefined || filter === null) return '';
  const text = typeof filter === 'string' ? filter : JSON.stringify(filter);
  return text === '[]' || text === '{}' ? '' : text;
}

/** Of an SLO: what counts as a success can be less. */
function lowerTarget({ type, before, after }: Change): readonly Phrase[] {
  if (type !== 'datadog_service_level_objective') return [];
  const [was, is] = [before, after].map(targetOf);
  if (was === undefined || is === undefined || !(is < was)) return [];
  return [say`its target is ${is} instead of ${was}: less is missed before anybody hears of it`];
}

/** A budget tells later: of a higher amount, or of more of it. */
function higherBudget(change: Change): readonly Phrase[] {
  if (change.type !== 'aws_budgets_budget') return [];
  const paths = [['limit_amount'], ['notification', 'threshold']];
  return paths.flatMap((path) => {
    const [was, is] = [change.before, change.after].map((values) => Number(valueAt(values, path) ?? Number.NaN));
    if (was === undefined || is === undefined || !(is > was) || isUnknownAt(change, path)) return [];
    return [say`it tells at ${is} instead of ${was} (${path.join('.')})`];
  });
}

function targetOf(values: Change['before']): number | undefined {
  const target = values['target_threshold'] ?? valueAt(values, ['thresholds', 'target']);
  const number = Number(typeof target === 'string' ? textAt({ target }, ['target']) : target);
  return target === undefined || target === null || Number.isNaN(number) ? undefined : number;
}

const dangerOf = ({ address }: Change, what: Phrase): Danger => ({ kind: 'people not called', address, what });
