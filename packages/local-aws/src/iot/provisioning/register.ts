import { createHash } from 'node:crypto';
import { parsePolicy } from '@himeshima/aws-policy';
import { type Authorizer, requireAllowed } from '../../authorize';
import type { Registry, Thing } from '../registry/registry';
import { notRegistered } from './rejection';
import type { Override, Provisioned, ProvisionedThing } from './template';

export interface RegisterOptions {
  registry: Registry;
  authorizer: Authorizer;
  /** `arn:aws:iot:REGION:ACCOUNT` */
  arnPrefix: string;
  account: string;
}

/** With which rights a template works. */
export interface ProvisioningRole {
  roleArn: string;
  templateArn: string;
}

/**
 * Makes in the registry what a template says, with the rights of its role, each call asked before the first is made:
 * what is refused leaves nothing behind.
 * @throws Rejection where something is missing or is not allowed
 */
export function createRegister({ registry, authorizer, arnPrefix, account }: RegisterOptions) {
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
      if (!registry.hasThingType(type)) throw new Error(`thing type ${type} does not exist`);
    }
    for (const group of groups) {
      require(role, 'DescribeThingGroup', `thinggroup/${group}`);
      if (registry.group(group) === undefined) throw new Error(`thing group ${group} does not exist`);
      require(role, 'AddThingToThingGroup', `thinggroup/${group}`);
      require(role, 'AddThingToThingGroup', `thing/${name}`);
    }
  };

  const requireAll = (role: ProvisioningRole, certificateId: string, made: Provisioned) => {
    const certificate = `cert/${certificateId}`;
    require(role, 'DescribeCertificate', certificate);
    require(role, 'UpdateCertificate', certificate);
    if (made.certificate?.id !== certificateId)
      throw new Error('the template names another certificate than that of the token');
    if (made.thing !== undefined) {
      requireThing(role, made.thing);
      require(role, 'AttachThingPrincipal', certificate);
    }
    for (const policy of made.policies) {
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

  return (role: ProvisioningRole, certificateId: string, made: Provisioned): void => {
    try {
      requireAll(role, certificateId, made);
      const { thing } = made;
      if (thing !== undefined) {
        const known = registry.thing(thing.name);
        registry.addThing(thing.name, known === undefined ? thing : changed(known, thing));
        if (known === undefined || thing.overrides.groups !== 'DO_NOTHING')
          for (const group of thing.groups) registry.addToGroup(thing.name, group);
        registry.attachThing(thing.name, `${arnPrefix}:cert/${certificateId}`);
      }
      attachPolicies(certificateId, made);
      registry.setStatus(certificateId, made.certificate?.status ?? 'ACTIVE');
    } catch (error) {
      throw notRegistered(error instanceof Error ? error.message : String(error));
    }
  };
}

/** "Defaults to a hash of the policy document" (AWS IoT developer guide, "Provisioning templates", "Policy resources"). */
const nameOf = (document: string) => createHash('sha256').update(document).digest('hex');

/** A thing that is there, after its template's overrides. @throws Error where one says FAIL */
function changed(known: Thing, { name, type, attributes, overrides }: ProvisionedThing): Thing {
  if (Object.values(overrides).includes('FAIL')) throw new Error(`thing ${name} exists already`);
  const chosen = <Value>(override: Override, old: Value, replaced: Value, merged: Value): Value =>
    override === 'DO_NOTHING' ? old : override === 'MERGE' ? merged : replaced;
  return {
    type: chosen(overrides.type, known.type, type, type),
    attributes: chosen(overrides.attributes, known.attributes, attributes, { ...known.attributes, ...attributes }),
  };
}
