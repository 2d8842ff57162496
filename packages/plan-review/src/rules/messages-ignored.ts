import { joined, type Phrase, say, words } from '../phrase';
import type { Danger, Rule } from './rule';
import { topicRulesIn } from './topic-rules';

type Changed = ReturnType<typeof topicRulesIn>[number];
type ChangedSql = NonNullable<Changed['sql']>;

/** Reports AWS IoT rules that match fewer messages, lose an action, or send messages to another target. */
export const messagesIgnored: Rule = (plan) =>
  topicRulesIn(plan).flatMap((rule): Danger[] => {
    const reasons = [
      ...fewerMessages(rule),
      ...rule.removedActions.map((action) => say`the action ${action} is removed`),
      ...rule.redirectedActions.map(
        ({ action, before, after }) => say`the action ${action} now uses ${after} instead of ${before}`,
      ),
    ];
    if (reasons.length === 0) return [];
    const kind = rule.notifiesPeople ? 'weaker alerting' : 'messages ignored';
    return [{ kind, address: rule.address, what: say`${rule.address}: ${joined(reasons)}` }];
  });

function fewerMessages({ sql }: Changed): readonly Phrase[] {
  if (sql === undefined) return [words('the old and the new SQL cannot be compared: fewer messages may match')];
  return [...fewerTopics(sql.from), ...fewerMatches(sql.where)];
}

function fewerTopics({ how, before = '', after }: ChangedSql['from']): readonly Phrase[] {
  if (how === 'same' || how === 'wider') return [];
  if (after === undefined) return [say`the FROM is removed, ${before}: the rule receives only Basic Ingest messages`];
  const instead = say`${after} instead of ${before}`;
  switch (how) {
    case 'narrower':
      return [say`the FROM is narrower, ${instead}`];
    case 'elsewhere':
      return [say`the FROM matches different topics, ${instead}, and none of the old topics`];
    case 'other':
      return [say`the FROM matches different topics, ${instead}: some of the old topics may no longer match`];
  }
}

function fewerMatches({ how, before, after = '' }: ChangedSql['where']): readonly Phrase[] {
  if (how === 'same' || how === 'wider') return [];
  if (before === undefined) return [say`a WHERE is added, ${after}: other messages are ignored`];
  return how === 'stricter'
    ? [say`the WHERE is stricter, ${after} instead of ${before}: fewer messages match`]
    : [say`the WHERE changes, ${after} instead of ${before}: some messages may no longer match`];
}
