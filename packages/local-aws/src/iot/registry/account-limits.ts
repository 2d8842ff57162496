import type { NamedPolicy } from '@himeshima/aws-policy';
import {
  actionsOfRule,
  attributesOfThing,
  attributesOfThingWithType,
  policiesOfCertificate,
  policiesOfGroup,
  ruleBytes,
} from '../quotas';
import { isGroup, type PolicyHolder } from './policy-holder';

interface DeclaredRule {
  readonly name: string;
  readonly sql: string;
  readonly actions: readonly unknown[];
}

/** @throws Error where AWS IoT would not take the rule. Source: AWS IoT quotas, "Rules engine" */
export function refuseTooLarge({ name, sql, actions }: DeclaredRule): void {
  if (actions.length > actionsOfRule)
    throw new Error(`rule ${name} has ${actions.length} actions, AWS IoT takes ${actionsOfRule}: make two of it`);
  const bytes = Buffer.byteLength(sql);
  if (bytes > ruleBytes) throw new Error(`rule ${name} has ${bytes} bytes of SQL, AWS IoT takes ${ruleBytes}`);
}

/** Why AWS IoT would not attach one more policy; undefined where it would. Source: "Security and identity"; guide, "thing-groups" */
export function tooManyPolicies(
  holder: PolicyHolder,
  { attached, policy }: { attached: readonly string[]; policy: NamedPolicy['name'] },
): string | undefined {
  const most = isGroup(holder) ? policiesOfGroup : policiesOfCertificate;
  if (attached.includes(policy) || attached.length < most) return undefined;
  return `${holder} has ${most} policies already, and AWS IoT attaches no more`;
}

/** Why AWS IoT would not take the attributes of a thing; undefined where it would. Source: AWS IoT quotas, "Thing" */
export function tooManyAttributes({
  type,
  attributes,
}: {
  type: string | undefined;
  attributes: Readonly<Record<string, string>>;
}): string | undefined {
  const most = type === undefined ? attributesOfThing : attributesOfThingWithType;
  const count = Object.keys(attributes).length;
  if (count <= most) return undefined;
  return `${count} attributes, AWS IoT takes ${attributesOfThing}, and ${attributesOfThingWithType} of a thing with a type`;
}
