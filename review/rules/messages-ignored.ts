import { joined, type Phrase, say, words } from '../phrase';
import type { Danger, Rule } from './rule';
import { topicRulesIn } from './topic-rules';

type Changed = ReturnType<typeof topicRulesIn>[number];
type ChangedSql = NonNullable<Changed['sql']>;

/** A rule of AWS IoT no longer does for messages what it did for them. */
export const messagesIgnored: Rule = (plan) =>
  topicRulesIn(plan).flatMap((rule): Danger[] => {
    const reasons = [
      ...fewerMessages(rule),
      ...rule.noLonger.map((action) => say`it no longer does its action ${action}`),
      ...rule.elsewhere.map(
        ({ action, before, after }) => say`its action ${action} goes to ${after} instead of ${before}`,
      ),
    ];
    if (reasons.length === 0) return [];
    const kind = rule.callsPeople ? 'weaker alerting' : 'messages ignored';
    return [{ kind, address: rule.address, what: say`${rule.address}: ${joined(reasons)}` }];
  });

function fewerMessages({ sql }: Changed): readonly Phrase[] {
  if (sql === undefined)
    return [words('its SQL is another one, and whether it still matches what it matched cannot be told')];
  return [...fewerTopics(sql.from), ...fewerMatches(sql.where)];
}

function fewerTopics({ how, before = '', after }: ChangedSql['from']): readonly Phrase[] {
  if (how === 'same' || how === 'wider') return [];
  if (after === undefined) return [say`it loses its FROM, ${before}: only Basic Ingest reaches it`];
  const instead = say`${after} instead of ${before}`;
  switch (how) {
    case 'narrower':
      return [say`its FROM gets narrower, ${instead}`];
    case 'elsewhere':
      return [say`its FROM is elsewhere, ${instead}: nothing that reached it does so any more`];
    case 'other':
      return [say`its FROM is another one, ${instead}: not all that reached it may do so any more`];
  }
}

function fewerMatches({ how, before, after = '' }: ChangedSql['where']): readonly Phrase[] {
  if (how === 'same' || how === 'wider') return [];
  if (before === undefined) return [say`it gets a WHERE, ${after}: what does not fulfil it is ignored`];
  return how === 'stricter'
    ? [say`its WHERE gets stricter, ${after} instead of ${before}`]
    : [say`its WHERE is another one, ${after} instead of ${before}: it may no longer match what it matched`];
}
