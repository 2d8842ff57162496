import { isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { joined, type Phrase, say } from '../phrase';
import { documentIn } from '../plan/nesting';
import type { Change } from '../plan/plan';
import { isUnknownAt, textAt } from '../plan/value-at';
import { changedIn } from '../renames';
import type { Danger, Rule } from './rule';

/** A provisioning template gives new devices another policy, needs more parameters, or has another hook. */
export const provisioningChanged: Rule = (plan) =>
  changedIn(plan).flatMap((change): Danger[] => {
    if (change.type !== 'aws_iot_provisioning_template') return [];
    const { address } = change;
    const [given, asked] = [outcomeChanged(change), hookChanged(change)];
    return [
      ...(given.length === 0 ? [] : [cutOff(address, say`${address}: ${joined(given)}`)]),
      ...(asked === undefined ? [] : [asked]),
    ];
  });

const cutOff = (address: string, what: Phrase): Danger => ({ kind: 'devices cut off', address, what });

/** AWS IoT developer guide, "provision-template": which policy, which status, which parameters a device has to bring. */
function outcomeChanged(change: Change): readonly Phrase[] {
  const [was, is] = [change.before, change.after].map(({ template_body }) => documentIn(template_body ?? null));
  if (was === undefined || is === undefined || isUnknownAt(change, ['template_body'])) return [];
  const [policiesWere, policiesAre] = [policiesIn(was), policiesIn(is)];
  const lost = policiesWere.filter((policy) => !policiesAre.includes(policy));
  const more = Object.keys(fieldsAt(is, 'Parameters')).filter((name) => !isGiven(was, name) && mustBring(is, name));
  return [
    ...lost.map((policy) =>
      policiesAre.length === 0
        ? say`new devices no longer get the policy ${policy}`
        : say`new devices get the policy ${policiesAre.join()} instead of ${policy}`,
    ),
    ...(more.length === 0
      ? []
      : [say`devices that do not send ${joined(more.map((name) => say`${name}`))} are rejected`]),
  ];
}

const isGiven = (template: Value, name: string) => Object.hasOwn(fieldsAt(template, 'Parameters'), name);
/** What AWS IoT fills in itself begins with `AWS::IoT::`. */
const mustBring = (template: Value, name: string) =>
  !name.startsWith('AWS::IoT::') && !Object.hasOwn(fieldsAt(fieldsAt(template, 'Parameters'), name), 'Default');

function policiesIn(template: Value): readonly string[] {
  return Object.values(fieldsAt(template, 'Resources')).flatMap((resource) => {
    if (!isObject(resource) || resource['Type'] !== 'AWS::IoT::Policy') return [];
    const { PolicyName: name, PolicyDocument: document } = fieldsAt(resource, 'Properties');
    const told = name ?? document;
    return told === undefined ? [] : [typeof told === 'string' ? told : JSON.stringify(told)];
  });
}

/** Without the hook, every holder of a claim certificate can register a device. */
function hookChanged(change: Change): Danger | undefined {
  const path = ['pre_provisioning_hook', 'target_arn'];
  const [was, is] = [change.before, change.after].map((values) => textAt(values, path));
  if (was === undefined || was === is || isUnknownAt(change, path)) return undefined;
  const { address } = change;
  return is === undefined
    ? {
        kind: 'broader access',
        address,
        what: say`${address} loses its pre-provisioning hook: every device with a claim certificate is provisioned`,
      }
    : cutOff(address, say`${address} has the pre-provisioning hook ${is} instead of ${was}`);
}

function fieldsAt(value: Value, key: string): ValueObject {
  const inside = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return inside !== undefined && isObject(inside) ? inside : {};
}
