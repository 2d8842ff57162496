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
    return [say`the FROM clause ${after} is added: previously, the rule received only Basic Ingest messages`];
  return [say`the FROM clause is widened from ${before} to ${after}`];
}

function moreMatches({ how, before = '', after }: ChangedSql['where']): readonly Phrase[] {
  if (how !== 'wider') return [];
  if (after === undefined) return [say`the WHERE clause ${before} is removed: the rule processes every message`];
  return [say`the WHERE clause is widened from ${before} to ${after}`];
}
