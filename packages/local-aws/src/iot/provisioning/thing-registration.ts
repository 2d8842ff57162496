import { createHash } from 'node:crypto';
import { parsePolicy } from '@himeshima/aws-policy';
import { type Authorizer, requireAllowed } from '../../authorize';
import type { Registry, Thing } from '../registry/thing-registry';
import { notRegistered } from './provisioning-error';
import type { Override, Provisioned, ProvisionedThing } from './template-body';

export interface RegistrationOptions {
  registry: Registry;
  authorizer: Authorizer;
  /** Prefix of ARNs: `arn:aws:iot:REGION:ACCOUNT`. */
  arnPrefix: string;
  account: string;
}

/** Provisioning role, with whose permissions a template's resources are created. */
export interface ProvisioningRole {
  roleArn: string;
  templateArn: string;
}

/**
 * Returns a function that creates a template's resources in the registry, with the permissions of the template's role.
 * All calls are authorized before the first change, so that a denied request has no effect.
 * The function throws a ProvisioningError if a referenced object does not exist, a call is denied, or an override setting
 * of an existing thing is FAIL.
 */
export function createThingRegistration({ registry, authorizer, arnPrefix, account }: RegistrationOptions) {
  const require = (role: ProvisioningRole, action: string, resource: string) => {
    const by = {
      kind: 'service',
      service: 'iot.amazonaws.com',
      sourceArn: role.templateArn,
      sourceAccount: account,
    } as const;
    const principal = { kind: 'role', arn: role.roleArn, session: 'provisioning', by } as const;
    requireAllowed(authorizer, { principal, action: `iot:${action}`, resource: `${arnPrefix}:${resource}` });
  };

  const requireThing = (role: ProvisioningRole, { name, type, groups }: ProvisionedThing) => {
    require(role, 'DescribeThing', `thing/${name}`);
    require(role, registry.thing(name) === undefined ? 'CreateThing' : 'UpdateThing', `thing/${name}`);
    if (type !== undefined) {
      require(role, 'DescribeThingType', `thingtype/${type}`);
      if (registry.thingType(type) === undefined) throw new Error(`thing type ${type} does not exist`);
    }
    for (const group of groups) {
      require(role, 'DescribeThingGroup', `thinggroup/${group}`);
      if (registry.group(group) === undefined) throw new Error(`thing group ${group} does not exist`);
      require(role, 'AddThingToThingGroup', `thinggroup/${group}`);
      require(role, 'AddThingToThingGroup', `thing/${name}`);
    }
  };

  const requireAll = (role: ProvisioningRole, certificateId: string, provisioned: Provisioned) => {
    const certificate = `cert/${certificateId}`;
    require(role, 'DescribeCertificate', certificate);
    require(role, 'UpdateCertificate', certificate);
    if (provisioned.certificate?.id !== certificateId)
      throw new Error('the certificate of the template does not match the ownership token');
    if (provisioned.thing !== undefined) {
      requireThing(role, provisioned.thing);
      require(role, 'AttachThingPrincipal', certificate);
    }
    for (const policy of provisioned.policies) {
      if ('name' in policy) {
        require(role, 'GetPolicy', `policy/${policy.name}`);
        if (registry.policy(policy.name) === undefined) throw new Error(`policy ${policy.name} does not exist`);
      } else {
        require(role, 'CreatePolicy', `policy/${nameOf(policy.document)}`);
        parsePolicy(policy.document);
      }
      require(role, 'AttachPolicy', certificate);
    }
  };

  const attachPolicies = (certificateId: string, { policies }: Provisioned) => {
    for (const policy of policies) {
      const name = 'name' in policy ? policy.name : nameOf(policy.document);
      if ('document' in policy) registry.addPolicy(name, policy.document);
      const document = registry.policy(name);
      if (document !== undefined) authorizer.attachIotPolicy(certificateId, { name, document: parsePolicy(document) });
    }
  };

  return (role: ProvisioningRole, certificateId: string, provisioned: Provisioned): void => {
    try {
      requireAll(role, certificateId, provisioned);
      const { thing } = provisioned;
      if (thing !== undefined) {
        const existing = registry.thing(thing.name);
        registry.addThing(thing.name, existing === undefined ? thing : applyOverrides(existing, thing));
        if (existing === undefined || thing.overrides.groups !== 'DO_NOTHING')
          for (const group of thing.groups) registry.addToGroup(thing.name, group);
        registry.attachThing(thing.name, `${arnPrefix}:cert/${certificateId}`);
      }
      attachPolicies(certificateId, provisioned);
      registry.setStatus(certificateId, provisioned.certificate?.status ?? 'ACTIVE');
    } catch (error) {
      throw notRegistered(error instanceof Error ? error.message : String(error));
    }
  };
}

/**
 * Returns a policy's default name. Source: AWS IoT developer guide, "Provisioning templates", "Policy resources":
 * "Defaults to a hash of the policy document".
 */
const nameOf = (document: string) => createHash('sha256').update(document).digest('hex');

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
