import { isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { joined, type Phrase, say } from '../phrase';
import { documentIn } from '../plan/json-documents';
import type { Change } from '../plan/plan';
import { isUnknownAt, textAt } from '../plan/value-at';
import { changedIn } from '../renames';
import type { Danger, Rule } from './rule';

/** Reports provisioning templates with a removed or different device policy or hook, or with more required parameters. */
export const provisioningChanged: Rule = (plan) =>
  changedIn(plan).flatMap((change): Danger[] => {
    if (change.type !== 'aws_iot_provisioning_template') return [];
    const { address } = change;
    const [outcome, hook] = [outcomeChanged(change), hookChanged(change)];
    return [
      ...(outcome.length === 0 ? [] : [cutOff(address, say`${address}: ${joined(outcome)}`)]),
      ...(hook === undefined ? [] : [hook]),
    ];
  });

const cutOff = (address: string, what: Phrase): Danger => ({ kind: 'devices cut off', address, what });

/** Describes changed policies and new required parameters. Source: AWS IoT developer guide, "provision-template" */
function outcomeChanged(change: Change): readonly Phrase[] {
  const [was, is] = [change.before, change.after].map(({ template_body }) => documentIn(template_body ?? null));
  if (was === undefined || is === undefined || isUnknownAt(change, ['template_body'])) return [];
  const [policiesWere, policiesAre] = [policiesIn(was), policiesIn(is)];
  const lost = policiesWere.filter((policy) => !policiesAre.includes(policy));
  const more = Object.keys(fieldsAt(is, 'Parameters')).filter((name) => !isDeclared(was, name) && isRequired(is, name));
  return [
    ...lost.map((policy) =>
      policiesAre.length === 0
        ? say`new devices no longer get the policy ${policy}`
        : say`new devices get the policy ${policiesAre.join()} instead of ${policy}`,
    ),
    ...(more.length === 0
      ? []
      : [say`devices are rejected unless they send ${joined(more.map((name) => say`${name}`))}`]),
  ];
}

const isDeclared = (template: Value, name: string) => Object.hasOwn(fieldsAt(template, 'Parameters'), name);
/** Returns whether devices must send a parameter. AWS IoT provides the parameters that start with `AWS::IoT::`. */
const isRequired = (template: Value, name: string) =>
  !name.startsWith('AWS::IoT::') && !Object.hasOwn(fieldsAt(fieldsAt(template, 'Parameters'), name), 'Default');

function policiesIn(template: Value): readonly string[] {
  return Object.values(fieldsAt(template, 'Resources')).flatMap((resource) => {
    if (!isObject(resource) || resource['Type'] !== 'AWS::IoT::Policy') return [];
    const { PolicyName: name, PolicyDocument: document } = fieldsAt(resource, 'Properties');
    const policy = name ?? document;
    return policy === undefined ? [] : [typeof policy === 'string' ? policy : JSON.stringify(policy)];
  });
}

/**
 * Reports a removed or different pre-provisioning hook. Without a hook, anyone with a claim certificate can register a device.
 */
function hookChanged(change: Change): Danger | undefined {
  const path = ['pre_provisioning_hook', 'target_arn'];
  const [was, is] = [change.before, change.after].map((values) => textAt(values, path));
  if (was === undefined || was === is || isUnknownAt(change, path)) return undefined;
  const { address } = change;
  return is === undefined
    ? {
        kind: 'broader access',
        address,
        what: say`${address} loses its pre-provisioning hook: any device with a claim certificate can now be provisioned`,
      }
    : cutOff(address, say`${address} has the pre-provisioning hook ${is} instead of ${was}`);
}

function fieldsAt(value: Value, key: string): ValueObject {
  const inside = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return inside !== undefined && isObject(inside) ? inside : {};
}
