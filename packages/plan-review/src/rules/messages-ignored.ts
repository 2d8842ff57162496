import { joined, type Phrase, say, words } from '../phrase';
import type { Danger, Rule } from './rule';
import { topicRulesIn } from './topic-rules';

type ChangedRule = ReturnType<typeof topicRulesIn>[number];
type ChangedSql = NonNullable<ChangedRule['sql']>;

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

function fewerMessages({ sql }: ChangedRule): readonly Phrase[] {
  if (sql === undefined) return [words('the old and the new SQL cannot be compared: fewer messages may match')];
  return [...fewerTopics(sql.from), ...fewerMatches(sql.where)];
}

function fewerTopics({ how, before = '', after }: ChangedSql['from']): readonly Phrase[] {
  if (how === 'same' || how === 'wider') return [];
  if (after === undefined)
    return [say`the FROM clause ${before} is removed: the rule receives only Basic Ingest messages`];
  const change = say`from ${before} to ${after}`;
  switch (how) {
    case 'narrower':
      return [say`the FROM clause is narrowed ${change}`];
    case 'elsewhere':
      return [say`the FROM clause changes ${change}: none of the old topics match`];
    case 'other':
      return [say`the FROM clause changes ${change}: some of the old topics may no longer match`];
  }
}

function fewerMatches({ how, before, after = '' }: ChangedSql['where']): readonly Phrase[] {
  if (how === 'same' || how === 'wider') return [];
  if (before === undefined) return [say`the WHERE clause ${after} is added: other messages are ignored`];
  return how === 'stricter'
    ? [say`the WHERE clause is narrowed from ${before} to ${after}: fewer messages match`]
    : [say`the WHERE clause changes from ${before} to ${after}: some messages may no longer match`];
}
