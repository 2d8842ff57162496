import { joined, type Phrase, say } from '../phrase';
import type { Danger, Rule } from './rule';
import { topicRulesIn } from './topic-rules';

/** Reports AWS IoT rules that match more messages. */
export const moreMessages: Rule = (plan) =>
  topicRulesIn(plan).flatMap(({ address, sql }): Danger[] => {
    if (sql === undefined) return [];
    const reasons = [...moreTopics(sql.from), ...moreMatches(sql.where)];
    return reasons.length === 0 ? [] : [{ kind: 'more messages', address, what: say`${address}: ${joined(reasons)}` }];
  });

type ChangedSql = NonNullable<ReturnType<typeof topicRulesIn>[number]['sql']>;

function moreTopics({ how, before, after = '' }: ChangedSql['from']): readonly Phrase[] {
  if (how !== 'wider') return [];
  if (before === undefined)
    return [say`a FROM is added, ${after}: previously, the rule received only Basic Ingest messages`];
  return [say`the FROM is wider, ${after} instead of ${before}`];
}

function moreMatches({ how, before = '', after }: ChangedSql['where']): readonly Phrase[] {
  if (how !== 'wider') return [];
  if (after === undefined) return [say`the WHERE is removed, ${before}: the rule processes every message`];
  return [say`the WHERE is wider, ${after} instead of ${before}`];
}
