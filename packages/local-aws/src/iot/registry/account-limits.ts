import { maximumPolicyCharacters, type NamedPolicy } from '@himeshima/aws-policy';
import {
  maxActionsPerRule,
  maxAttributes,
  maxAttributesWithType,
  maxChildGroups,
  maxGroupAttributes,
  maxGroupDepth,
  maxPoliciesPerCertificate,
  maxPoliciesPerGroup,
  maxRuleBytes,
} from '../quotas';
import { isGroupTarget, type PolicyTarget } from './policy-target';

interface DeclaredRule {
  readonly name: string;
  readonly sql: string;
  readonly actions: readonly unknown[];
}

/**
 * Returns the reason why AWS IoT would reject a rule, or undefined if it would accept the rule. Source: AWS IoT quotas,
 * "Rules engine".
 */
export function ruleLimitFault({ name, sql, actions }: DeclaredRule): string | undefined {
  if (actions.length > maxActionsPerRule)
    return `rule ${name} has ${actions.length} actions; at most ${maxActionsPerRule} are allowed: split it into several rules`;
  const bytes = Buffer.byteLength(sql);
  if (bytes > maxRuleBytes) return `rule ${name} has ${bytes} bytes of SQL; at most ${maxRuleBytes} are allowed`;
  return undefined;
}

/**
 * Returns the reason why AWS IoT would reject a policy document because of its size, or undefined if the size is allowed.
 * White space is not counted. Source: AWS IoT quotas, "Security and identity".
 */
export function policySizeFault(document: string): string | undefined {
  const characters = document.replace(/\s/g, '').length;
  if (characters <= maximumPolicyCharacters) return undefined;
  return `the policy exceeds ${maximumPolicyCharacters} characters: it has ${characters}`;
}

/**
 * Returns the reason why AWS IoT would not attach another policy to a target, or undefined if it would attach the
 * policy. Source: AWS IoT quotas, "Security and identity"; developer guide, "thing-groups".
 */
export function policyLimitFault(
  target: PolicyTarget,
  { attached, policy }: { attached: readonly string[]; policy: NamedPolicy['name'] },
): string | undefined {
  const maximum = isGroupTarget(target) ? maxPoliciesPerGroup : maxPoliciesPerCertificate;
  if (attached.includes(policy) || attached.length < maximum) return undefined;
  return `${target} already has the maximum of ${maximum} policies`;
}

/**
 * Returns the reason why AWS IoT would reject a thing's attributes, or undefined if it would accept them. Source:
 * AWS IoT quotas, "Thing".
 */
export function attributeLimitFault({
  type,
  attributes,
}: {
  type: string | undefined;
  attributes: Readonly<Record<string, string>>;
}): string | undefined {
  const maximum = type === undefined ? maxAttributes : maxAttributesWithType;
  const count = Object.keys(attributes).length;
  if (count <= maximum) return undefined;
  return `${count} attributes; at most ${maxAttributes} are allowed, or ${maxAttributesWithType} for a thing with a type`;
}

/**
 * Returns the reason why AWS IoT would reject a thing group, or undefined if it would accept the group. Source: AWS IoT
 * quotas, "Thing group".
 * @param ancestors names of the group's ancestors
 * @param siblings number of the parent's other child groups
 */
export function groupLimitFault(
  attributes: Readonly<Record<string, string>>,
  { ancestors, siblings }: { ancestors: readonly string[]; siblings: number },
): string | undefined {
  const count = Object.keys(attributes).length;
  if (count > maxGroupAttributes) return `${count} attributes; a thing group can have at most ${maxGroupAttributes}`;
  if (ancestors.length >= maxGroupDepth) return `the maximum depth of a thing group hierarchy is ${maxGroupDepth}`;
  if (siblings >= maxChildGroups) return `a thing group can have at most ${maxChildGroups} direct child groups`;
  return undefined;
}
