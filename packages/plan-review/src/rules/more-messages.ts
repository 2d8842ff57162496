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
  if (before === undefined) return [say`it gets a FROM, ${after}: before, it received only Basic Ingest messages`];
  return [say`its FROM is wider, ${after} instead of ${before}`];
}

function moreMatches({ how, before = '', after }: ChangedSql['where']): readonly Phrase[] {
  if (how !== 'wider') return [];
  if (after === undefined) return [say`it loses its WHERE, ${before}: it processes every message`];
  return [say`its WHERE is wider, ${after} instead of ${before}`];
}
