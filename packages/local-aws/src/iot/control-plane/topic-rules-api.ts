import { matches, SqlError } from '@himeshima/iot';
import { z } from 'zod';
import type { Route } from '../../gateway/json-api';
import { AwsError } from '../../gateway/service-api';
import { tagsOf } from '../../resource-tags';
import { pageOf } from '../iot-pagination';
import { maxRules } from '../quotas';
import { ruleLimitFault } from '../registry/account-limits';
import { apiRulesOf } from '../rules/api-rules';
import { declarationOf, payloadOf, RulePayload } from '../rules/rule-payload';
import { type KnownRule, type RuleDeclaration, ruleRole } from '../rules/rules-engine';
import { arns, type ControlParts, Flag, invalidRequest, operation, pattern, timestampOf } from './control-input';
import { rejectInvalidTags, tagsInHeader } from './tags-api';

const RuleName = z.object({ ruleName: pattern('[a-zA-Z0-9_]+').max(128) });
const ChangedRule = RuleName.extend(RulePayload.shape);
const NewRule = ChangedRule.extend({ tagging: z.string().default('') });
const Filters = z.object({ topic: z.string().optional(), ruleDisabled: Flag.unwrap().optional() });

/** Returns the routes for topic rules, which run in the same rules engine as declared rules. */
export function topicRuleRoutes(parts: ControlParts): Route[] {
  const { rules, authorizer, place } = parts;
  const kept = apiRulesOf(parts);
  const tags = tagsOf(parts);
  const arnOf = (name: string) => arns(parts)(`rule/${name}`);
  const find = (name: string): KnownRule => {
    const found = rules.find(name);
    if (found === undefined) throw accessDenied(name);
    return found;
  };
  /**
   * Rejects a rule whose roles AWS IoT cannot assume. AWS checks the roles even if the rule is disabled. Source:
   * ministackorg/ministack #1417, which quotes AWS.
   */
  const rejectUnusableRoles = (rule: RuleDeclaration) => {
    for (const { roleArn } of [...rule.actions, ...(rule.errorAction === undefined ? [] : [rule.errorAction])])
      if (roleArn !== undefined && !authorizer.mayAssume(ruleRole(roleArn, { ...rule, ...place })).allowed)
        throw invalidRequest(
          `AWS IoT (iot.amazonaws.com) is unable to assume role (sts:AssumeRole) on resource: ${roleArn}`,
        );
  };
  const declare = (rule: RuleDeclaration, isKept: boolean) => {
    const fault = ruleLimitFault(rule);
    if (fault !== undefined) throw invalidRequest(fault);
    rejectUnusableRoles(rule);
    try {
      rules.declare(rule);
    } catch (error) {
      if (error instanceof SqlError)
        throw new AwsError('SqlParseException', `line ${error.line}, column ${error.column}: ${error.message}`);
      throw error;
    }
    if (isKept) kept.keep(find(rule.name));
  };
  const setEnabled = (name: string, enabled: boolean) => {
    declare({ ...find(name), enabled }, kept.has(name));
    return undefined;
  };
  const path = '/rules/{ruleName}' as const;
  return [
    operation('CreateTopicRule', `POST ${path}`, NewRule, ({ ruleName: name, tagging, ...payload }) => {
      const arn = arnOf(name);
      const added = tagsInHeader(tagging);
      rejectInvalidTags(added);
      if (rules.find(name) !== undefined)
        throw new AwsError('ResourceAlreadyExistsException', `Rule with name '${name}' already exists`, 409, {
          resourceId: name,
          resourceArn: arn,
        });
      if (rules.all().length >= maxRules)
        throw new AwsError('LimitExceededException', `An account can have at most ${maxRules} rules`, 410);
      declare(declarationOf(payload, { name, arn }), true);
      tags.add(arn, added);
      return undefined;
    }),
    operation('ReplaceTopicRule', `PATCH ${path}`, ChangedRule, ({ ruleName, ...payload }) => {
      const { name, arn } = find(ruleName);
      declare(declarationOf(payload, { name, arn }), kept.has(name));
      return undefined;
    }),
    operation('GetTopicRule', `GET ${path}`, RuleName, ({ ruleName }) => {
      const rule = find(ruleName);
      return { ruleArn: rule.arn, rule: { ruleName, createdAt: timestampOf(rule.createdAt), ...payloadOf(rule) } };
    }),
    operation('ListTopicRules', 'GET /rules', Filters, ({ topic, ruleDisabled }, { query }) => {
      const found = rules.all().filter(
        ({ filter, enabled }) =>
          // AWS documents the filter only as "The topic"
          (topic === undefined || (filter !== undefined && (filter === topic || matches(filter, topic)))) &&
          (ruleDisabled === undefined || ruleDisabled === String(!enabled)),
      );
      const { page, more } = pageOf(found, { query, size: ['maxResults', 10_000], nameOf: ({ name }) => name });
      return { rules: page.map(summaryOf), ...more };
    }),
    operation('EnableTopicRule', `POST ${path}/enable`, RuleName, ({ ruleName }) => setEnabled(ruleName, true)),
    operation('DisableTopicRule', `POST ${path}/disable`, RuleName, ({ ruleName }) => setEnabled(ruleName, false)),
    // The operation also succeeds if the rule does not exist (localstack, `test_topic_lambda_rule`, validated on AWS).
    operation('DeleteTopicRule', `DELETE ${path}`, RuleName, ({ ruleName }) => {
      rules.remove(ruleName);
      kept.forget(ruleName);
      tags.forget(arnOf(ruleName));
      return undefined;
    }),
  ];
}

const summaryOf = ({ name, arn, filter, createdAt, enabled }: KnownRule) => ({
  ruleArn: arn,
  ruleName: name,
  topicPattern: filter,
  createdAt: timestampOf(createdAt),
  ruleDisabled: !enabled,
});

/**
 * Returns the error for a rule that does not exist. The operations do not return a ResourceNotFoundException. Sources:
 * AWS IoT API reference, "GetTopicRule", "Errors"; the message is quoted in hashicorp/terraform-provider-aws,
 * `internal/service/iot/topic_rule.go`.
 */
const accessDenied = (name: string) =>
  new AwsError('UnauthorizedException', `Access to topic rule '${name}' was denied`, 401);
