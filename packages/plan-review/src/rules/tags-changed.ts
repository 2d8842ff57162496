import { monitorsIn, renamedMonitorsIn } from '../monitors/changed-monitors';
import { joined, type Phrase, say } from '../phrase';
import type { Change, Plan } from '../plan/plan';
import { textsIn, valueAt } from '../plan/value-at';
import type { Danger, Rule } from './rule';

/**
 * Reports monitors whose changed tags no longer match a notification rule, or now match a downtime. A rule or downtime
 * matches monitors that have all of its tags. Covers the rules and downtimes in the same plan, even if unchanged. Source: Datadog
 * docs, "Notification rules" and "Downtimes"
 */
export const tagsChanged: Rule = (plan) => {
  const [rules, downtimes] = [matchersIn(plan, notified), matchersIn(plan, silenced)];
  if (rules.length + downtimes.length === 0) return [];
  return [...monitorsIn(plan), ...renamedMonitorsIn(plan)].flatMap(({ change, id, before, after }): Danger[] => {
    if (before === undefined || after === undefined) return [];
    const [was, is] = [before.definition.tags, after.definition.tags].map((tags) => new Set(tags));
    const has = (all: ReadonlySet<string> | undefined, { tags }: Matcher) => tags.every((tag) => all?.has(tag));
    const reasons = [
      ...rules.filter((one) => has(was, one) && !has(is, one)).map((one) => noLongerMatched(one, is)),
      ...downtimes.filter((one) => !has(was, one) && has(is, one)).map((one) => nowSilenced(one, was)),
    ];
    if (reasons.length === 0) return [];
    return [{ kind: 'weaker alerting', address: change.address, what: say`${id}: ${joined(reasons)}` }];
  });
};

/** Notification rule or downtime that selects monitors by tags. */
interface Matcher {
  readonly address: string;
  readonly tags: readonly string[];
  readonly recipients: readonly string[];
}

// a parsed plan also contains unchanged resources of these types (plan/selector-types.ts). Source: Terraform Registry,
// DataDog/datadog 3.82
const notified = { type: 'datadog_monitor_notification_rule', path: ['filter', 'tags'] };
const silenced = { type: 'datadog_downtime_schedule', path: ['monitor_identifier', 'monitor_tags'] };

/** Returns the notification rules and downtimes with unchanged tags. Other review rules report changed tags. */
function matchersIn({ changes }: Plan, { type, path }: typeof notified): readonly Matcher[] {
  const tagsIn = (values: Change['before']) => textsIn(valueAt(values, path)).filter((tag) => tag !== '*');
  return changes
    .filter((change) => change.type === type && (change.action === 'no-op' || change.action === 'update'))
    .map(({ address, before, after }) => ({
      address,
      tags: tagsIn(before).join() === tagsIn(after).join() ? tagsIn(after) : [],
      recipients: textsIn(after['recipients']),
    }))
    .filter(({ tags }) => tags.length > 0);
}

const all = (texts: readonly string[]): Phrase => joined(texts.map((text) => say`${text}`));

function noLongerMatched({ address, tags, recipients }: Matcher, is: ReadonlySet<string> | undefined): Phrase {
  const lost = all(tags.filter((tag) => is?.has(tag) !== true));
  return recipients.length === 0
    ? say`without ${lost}, ${address} no longer applies to the monitor`
    : say`without ${lost}, ${address} no longer notifies ${all(recipients)}`;
}

const nowSilenced = ({ address, tags }: Matcher, was: ReadonlySet<string> | undefined): Phrase =>
  say`with ${all(tags.filter((tag) => was?.has(tag) !== true))}, ${address} silences the monitor`;
