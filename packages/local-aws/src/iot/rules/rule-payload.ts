import { sqlVersions } from '@himeshima/iot';
import { z } from 'zod';
import { maxActionsPerRule } from '../quotas';
import { parseAction } from './action-table';
import type { KnownRule, RuleDeclaration } from './rules-engine';

const Action = z.record(z.string(), z.record(z.string(), z.unknown())).transform((declared, context) => {
  try {
    return parseAction(declared);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const [name = ''] = Object.keys(declared);
    for (const issue of error.issues)
      context.issues.push({ code: 'custom', message: issue.message, input: declared, path: [name, ...issue.path] });
    return z.NEVER;
  }
});

/** Schema for a rule in the API. Source: AWS IoT API reference, "TopicRulePayload". */
export const RulePayload = z.object({
  sql: z.string(),
  description: z.string().optional(),
  actions: z.array(Action).max(maxActionsPerRule),
  ruleDisabled: z.boolean().default(false),
  awsIotSqlVersion: z.enum(sqlVersions).default('2015-10-08'),
  errorAction: Action.optional(),
});

/** Converts a rule in the format of the API to a declaration. */
export function declarationOf(
  { sql, description, actions, ruleDisabled, awsIotSqlVersion: version, errorAction }: z.output<typeof RulePayload>,
  { name, arn }: Pick<RuleDeclaration, 'name' | 'arn'>,
): RuleDeclaration {
  return { name, arn, sql, description, version, enabled: !ruleDisabled, actions, errorAction };
}

/** Returns a rule in the format of the API. */
export const payloadOf = ({ sql, description, version, enabled, actions, errorAction }: KnownRule) => ({
  sql,
  description,
  actions: actions.map(({ declared }) => declared),
  ruleDisabled: !enabled,
  awsIotSqlVersion: version,
  errorAction: errorAction?.declared,
});
