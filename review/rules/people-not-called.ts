import { isList, type Value } from '../../lib/terraform';
import { loosened } from '../monitors/loosened';
import { monitorsIn, renamedMonitorsIn, watchedBy } from '../monitors/monitors-in';
import { joined, type Phrase, say } from '../phrase';
import { byType } from '../plan/by-type';
import { changesOf } from '../plan/changes-of';
import type { Change, Plan } from '../plan/plan';
import type { Danger, Rule } from './rule';

/** What calls people, or what calls would go by, and what its end means. */
const callsOf = byType<string>({
  aws_cloudwatch_metric_alarm: 'nobody hears of what it watched',
  aws_cloudwatch_composite_alarm: 'nobody hears of what it watched',
  aws_sns_topic_subscription: 'that address hears nothing of the topic any more',
  datadog_monitor: 'nobody is called for what it watched',
  datadog_monitor_json: 'nobody is called for what it watched',
  datadog_monitor_notification_rule: 'whom it told hears nothing any more',
  datadog_service_level_objective: 'its budget is counted no longer',
  datadog_synthetics_test: 'nobody looks from outside any more',
});

/** Something goes wrong, and people are called later than before, or not at all. */
export const peopleNotCalled: Rule = (plan) => [
  ...changesOf(plan, 'delete').flatMap((change): Danger[] => {
    const without = callsOf(change.type);
    if (without === undefined || callsOn(plan, change)) return [];
    return [dangerOf(change, say`${change.address} is deleted: ${[without]}`)];
  }),
  ...[...monitorsIn(plan), ...renamedMonitorsIn(plan)].flatMap(({ change, id, before, after }): Danger[] => {
    if (before === undefined || after === undefined) return [];
    const reasons = [...loosened(before, after), ...muted(change)];
    return reasons.length === 0 ? [] : [dangerOf(change, say`${id}: ${joined(reasons)}`)];
  }),
  ...changesOf(plan, 'create').flatMap((change): Danger[] => {
    if (change.type !== 'datadog_downtime_schedule') return [];
    const scope = change.after['scope'];
    return [dangerOf(change, say`${change.address} silences ${typeof scope === 'string' ? scope : 'monitors'}`)];
  }),
  ...changesOf(plan, 'update').flatMap((change): Danger[] => {
    if (!/^aws_cloudwatch_(metric|composite)_alarm$/.test(change.type)) return [];
    const off = change.before['actions_enabled'] !== false && change.after['actions_enabled'] === false;
    const fewer = lengthOf(change.after['alarm_actions']) < lengthOf(change.before['alarm_actions']);
    return off || fewer ? [dangerOf(change, say`${change.address} ${[off ? 'tells nobody' : 'tells fewer']}`)] : [];
  }),
];

/** Whether a monitor is but renamed, and looks at the same under the other name. */
function callsOn(plan: Plan, { address }: Change): boolean {
  return renamedMonitorsIn(plan).some(({ from, before, after }) => {
    const [old, now] = [before, after].map((one) => one && watchedBy(one));
    return from === address && old !== undefined && old === now;
  });
}

/** `silenced` mutes a monitor (provider before 3.0), and a draft calls nobody. */
function muted({ before, after }: Change): readonly Phrase[] {
  const silenced = lengthOf(after['silenced']) > lengthOf(before['silenced']);
  const draft = before['draft_status'] !== 'draft' && after['draft_status'] === 'draft';
  return [...(silenced ? [say`it is muted`] : []), ...(draft ? [say`it is a draft, which calls nobody`] : [])];
}

const lengthOf = (value: Value | undefined) => {
  if (value === undefined || value === null || typeof value !== 'object') return 0;
  return isList(value) ? value.length : Object.keys(value).length;
};

const dangerOf = ({ address }: Change, what: Phrase): Danger => ({ kind: 'people not called', address, what });
