import { createHash } from 'node:crypto';
import { parsePolicy } from '@himeshima/aws-policy';
import { type Authorizer, requireAllowed } from '../../authorize';
import type { Clock } from '../../clock';
import type { Store } from '../../store';
import { policyLimitFault } from '../registry/account-limits';
import { billingGroupsOf } from '../registry/billing-groups';
import type { Registry, Thing } from '../registry/thing-registry';
import { notRegistered } from './provisioning-error';
import type { Override, ProvisionedDevice, ProvisionedThing } from './template-body';

export interface RegistrationOptions {
  store: Store;
  clock: Pick<Clock, 'now'>;
  registry: Registry;
  authorizer: Authorizer;
  /** Prefix of ARNs: `arn:aws:iot:REGION:ACCOUNT`. */
  arnPrefix: string;
  account: string;
}

/** Provisioning role, whose permissions are used to create a template's resources. */
export interface ProvisioningRole {
  roleArn: string;
  templateArn: string;
}

/** Registration of the resources that a template provisions. */
export interface ThingRegistration {
  /**
   * Checks that all resources can be created, so that a rejected request has no effect.
   * @param role role whose permissions are used to create the resources; undefined if the caller needs none
   * @param certificateId undefined if the certificate does not exist yet, or the template contains none
   * @throws ProvisioningError if a referenced object does not exist, a call is denied, or an override setting of an
   * existing thing is FAIL
   */
  check(role: ProvisioningRole | undefined, certificateId: string | undefined, provisioned: ProvisionedDevice): void;
  /** Creates the resources after a check. */
  create(certificateId: string | undefined, provisioned: ProvisionedDevice): void;
}

const reasonOf = (error: unknown) => notRegistered(error instanceof Error ? error.message : String(error));

/** Creates the registration of the resources that templates provision. */
export function createThingRegistration(options: RegistrationOptions): ThingRegistration {
  const { registry, authorizer, arnPrefix, account } = options;
  const billingGroups = billingGroupsOf(options);
  const requireAction = (role: ProvisioningRole | undefined, action: string, resource: string) => {
    if (role === undefined) return;
    const by = {
      kind: 'service',
      service: 'iot.amazonaws.com',
      sourceArn: role.templateArn,
      sourceAccount: account,
    } as const;
    const principal = { kind: 'role', arn: role.roleArn, session: 'provisioning', by } as const;
    requireAllowed(authorizer, { principal, action: `iot:${action}`, resource: `${arnPrefix}:${resource}` });
  };

  const checkThing = (role: ProvisioningRole | undefined, thing: ProvisionedThing) => {
    const { name, type, groups, billingGroup } = thing;
    const existing = registry.thing(name);
    requireAction(role, 'DescribeThing', `thing/${name}`);
    requireAction(role, existing === undefined ? 'CreateThing' : 'UpdateThing', `thing/${name}`);
    if (type !== undefined) {
      requireAction(role, 'DescribeThingType', `thingtype/${type}`);
      if (registry.thingType(type) === undefined) throw new Error(`thing type ${type} does not exist`);
    }
    for (const group of groups) {
      requireAction(role, 'DescribeThingGroup', `thinggroup/${group}`);
      if (registry.group(group) === undefined) throw new Error(`thing group ${group} does not exist`);
      requireAction(role, 'AddThingToThingGroup', `thinggroup/${group}`);
      requireAction(role, 'AddThingToThingGroup', `thing/${name}`);
    }
    if (billingGroup !== undefined) {
      requireAction(role, 'AddThingToBillingGroup', `billinggroup/${billingGroup}`);
      requireAction(role, 'AddThingToBillingGroup', `thing/${name}`);
      if (billingGroups.find(billingGroup) === undefined)
        throw new Error(`billing group ${billingGroup} does not exist`);
    }
    if (existing !== undefined) applyOverrides(existing, thing);
  };

  const checkPolicies = (
    role: ProvisioningRole | undefined,
    certificateId: string | undefined,
    { policies }: ProvisionedDevice,
  ) => {
    const names = policies.map(nameOf);
    for (const policy of policies) {
      if ('name' in policy) {
        requireAction(role, 'GetPolicy', `policy/${policy.name}`);
        if (registry.policy(policy.name) === undefined) throw new Error(`policy ${policy.name} does not exist`);
      } else {
        requireAction(role, 'CreatePolicy', `policy/${nameOf(policy)}`);
        parsePolicy(policy.document);
      }
      if (certificateId !== undefined) requireAction(role, 'AttachPolicy', `cert/${certificateId}`);
    }
    const attached = new Set(certificateId === undefined ? [] : authorizer.iotPoliciesOf(certificateId));
    for (const policy of names) {
      const fault = policyLimitFault(certificateId ?? 'the certificate', { attached: [...attached], policy });
      if (fault !== undefined) throw new Error(fault);
      attached.add(policy);
    }
  };

  const checkCertificate = (
    role: ProvisioningRole | undefined,
    certificateId: string,
    { thing, certificate }: ProvisionedDevice,
  ) => {
    const resource = `cert/${certificateId}`;
    requireAction(role, 'DescribeCertificate', resource);
    requireAction(role, 'UpdateCertificate', resource);
    if (thing === undefined) return;
    requireAction(role, 'AttachThingPrincipal', resource);
    const exclusive = registry.exclusiveThingOf(certificateId);
    if (exclusive !== undefined && exclusive !== thing.name)
      throw new Error(`the certificate is attached exclusively to the thing ${exclusive}`);
    if (certificate?.isExclusive === true && registry.thingsOf(certificateId).some((other) => other !== thing.name))
      throw new Error('the certificate is attached to other things and cannot be attached exclusively');
  };

  const attachPolicies = (certificateId: string | undefined, { policies }: ProvisionedDevice) => {
    for (const policy of policies) {
      const name = nameOf(policy);
      if ('document' in policy) registry.addPolicy(name, policy.document);
      const document = registry.policy(name);
      if (document !== undefined && certificateId !== undefined)
        authorizer.attachIotPolicy(certificateId, { name, document: parsePolicy(document) });
    }
  };

  const createThing = (thing: ProvisionedThing) => {
    const existing = registry.thing(thing.name);
    registry.addThing(thing.name, existing === undefined ? thing : applyOverrides(existing, thing));
    if (existing === undefined || thing.overrides.groups !== 'DO_NOTHING')
      for (const group of thing.groups) registry.addToGroup(thing.name, group);
    if (thing.billingGroup !== undefined) billingGroups.add(thing.name, thing.billingGroup);
  };

  return {
    check(role, certificateId, provisioned) {
      try {
        if (certificateId !== undefined) checkCertificate(role, certificateId, provisioned);
        if (provisioned.thing !== undefined) checkThing(role, provisioned.thing);
        checkPolicies(role, certificateId, provisioned);
      } catch (error) {
        throw reasonOf(error);
      }
    },
    create(certificateId, provisioned) {
      const { thing, certificate } = provisioned;
      if (thing !== undefined) createThing(thing);
      if (thing !== undefined && certificateId !== undefined)
        registry.attachThing(thing.name, `${arnPrefix}:cert/${certificateId}`, certificate?.isExclusive === true);
      attachPolicies(certificateId, provisioned);
      if (certificateId !== undefined) registry.setStatus(certificateId, certificate?.status ?? 'ACTIVE');
    },
  };
}

/**
 * Registers a device whose certificate already exists, by fleet provisioning or just-in-time provisioning.
 * @throws ProvisioningError if the template specifies a different certificate, or the check fails
 */
export function registerWithCertificate(
  registration: ThingRegistration,
  {
    role,
    certificateId,
    provisioned,
  }: { role: ProvisioningRole; certificateId: string; provisioned: ProvisionedDevice },
): void {
  const source = provisioned.certificate?.source;
  if (source === undefined || !('id' in source) || source.id !== certificateId)
    throw notRegistered('the certificate of the template does not match the ownership token');
  registration.check(role, certificateId, provisioned);
  registration.create(certificateId, provisioned);
}

/**
 * Returns a policy's default name. Source: AWS IoT developer guide, "Provisioning templates", "Policy resources":
 * "Defaults to a hash of the policy document".
 */
export const nameOf = (policy: ProvisionedDevice['policies'][number]): string =>
  'name' in policy ? policy.name : createHash('sha256').update(policy.document).digest('hex');

/** Applies a template's overrides to an existing thing. Throws an Error if an override setting is FAIL. */
function applyOverrides(existing: Thing, { name, type, attributes, overrides }: ProvisionedThing): Thing {
  if (Object.values(overrides).includes('FAIL')) throw new Error(`thing ${name} already exists`);
  const choose = <Value>(override: Override, old: Value, replaced: Value, merged: Value): Value =>
    override === 'DO_NOTHING' ? old : override === 'MERGE' ? merged : replaced;
  return {
    type: choose(overrides.type, existing.type, type, type),
    attributes: choose(overrides.attributes, existing.attributes, attributes, {
      ...existing.attributes,
      ...attributes,
    }),
  };
}
