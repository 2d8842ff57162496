import { compile, jsonText, matches, RuleMessage, type SqlValue } from '@himeshima/iot';
import type { MatchRule, RuleMatch } from '@himeshima/serverless-cost';

type Rule = Parameters<MatchRule>[0];
type FleetMessage = Parameters<MatchRule>[1];

/**
 * Returns a function that calculates the share of messages that a rule matches. The function evaluates the rule's topic filter
 * and SQL on example payloads, and caches the results.
 */
export function matchRules(): MatchRule {
  const known = new Map<string, RuleMatch | undefined>();
  return (rule, message) => {
    const key = `${rule.address} ${message.topic} ${message.name}`;
    if (!known.has(key)) known.set(key, matchRule(rule, message));
    return known.get(key);
  };
}

function matchRule({ attributes }: Rule, { topic, payloads }: FleetMessage): RuleMatch | undefined {
  const { sql, sql_version } = attributes;
  if (typeof sql !== 'string') return undefined;
  const rule = compile(sql, { version: sql_version === '2016-03-23' ? sql_version : '2015-10-08' });
  if (rule.filter === undefined || !matches(rule.filter, topic)) return undefined;
  const outcomes = payloads.map(({ share, text }) => {
    const result = rule.evaluate(messageOf(topic, text));
    return result.matched ? { share, bytes: sizeOf(result.output) } : { share: 0, bytes: 0 };
  });
  const share = outcomes.reduce((sum, outcome) => sum + outcome.share, 0);
  const bytes = outcomes.reduce((sum, outcome) => sum + outcome.share * outcome.bytes, 0);
  return { share, bytes: share === 0 ? 0 : bytes / share };
}

const messageOf = (topic: string, text: string) =>
  new RuleMessage({
    topic,
    payload: Buffer.from(text),
    clientId: 'light-000001',
    principal: 'p'.repeat(64),
    timestamp: 1_800_000_000_000,
    traceId: 't'.repeat(36),
    newUuid: () => 'u'.repeat(36),
  });

const sizeOf = (output: SqlValue) =>
  output instanceof Uint8Array ? output.byteLength : Buffer.byteLength(jsonText(output) ?? '');
