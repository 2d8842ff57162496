import { joined, type Phrase, say, words } from '../phrase';
import type { Danger, Rule } from './rule';
import { topicRulesIn } from './topic-rules';

type Changed = ReturnType<typeof topicRulesIn>[number];
type ChangedSql = NonNullable<Changed['sql']>;

/** Reports AWS IoT rules that match fewer messages, lose an action, or send messages to a different target. */
export const messagesIgnored: Rule = (plan) =>
  topicRulesIn(plan).flatMap((rule): Danger[] => {
    const reasons = [
      ...fewerMessages(rule),
      ...rule.removedActions.map((action) => say`it loses its action ${action}`),
      ...rule.redirectedActions.map(
        ({ action, before, after }) => say`its action ${action} goes to ${after} instead of ${before}`,
      ),
    ];
    if (reasons.length === 0) return [];
    const kind = rule.notifiesPeople ? 'weaker alerting' : 'messages ignored';
    return [{ kind, address: rule.address, what: say`${rule.address}: ${joined(reasons)}` }];
  });

function fewerMessages({ sql }: Changed): readonly Phrase[] {
  if (sql === undefined)
    return [words('its SQL changes in a way that cannot be compared: it may match fewer messages')];
  return [...fewerTopics(sql.from), ...fewerMatches(sql.where)];
}

function fewerTopics({ how, before = '', after }: ChangedSql['from']): readonly Phrase[] {
  if (how === 'same' || how === 'wider') return [];
  if (after === undefined) return [say`it loses its FROM, ${before}: it now receives only Basic Ingest messages`];
  const instead = say`${after} instead of ${before}`;
  switch (how) {
    case 'narrower':
      return [say`its FROM is narrower, ${instead}`];
    case 'elsewhere':
      return [say`its FROM matches different topics, ${instead}, and none of the old ones`];
    case 'other':
      return [say`its FROM matches different topics, ${instead}: it may no longer match some of the old ones`];
  }
}

function fewerMatches({ how, before, after = '' }: ChangedSql['where']): readonly Phrase[] {
  if (how === 'same' || how === 'wider') return [];
  if (before === undefined) return [say`it gets a WHERE, ${after}: other messages are ignored`];
  return how === 'stricter'
    ? [say`its WHERE is stricter, ${after} instead of ${before}: fewer messages match`]
    : [say`its WHERE changes, ${after} instead of ${before}: some messages may no longer match`];
}
