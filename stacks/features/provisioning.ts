import { IotCertificate } from '@cdktf/provider-aws/lib/iot-certificate';
import { IotPolicyAttachment } from '@cdktf/provider-aws/lib/iot-policy-attachment';
import {
  DeclaredConstruct,
  DevicePolicy,
  Feature,
  NodeFunction,
  newest,
  ProvisioningTemplate,
  read,
  report,
  SavedQuery,
  Table,
  update,
} from '@himeshima/constructs';
import { seconds } from '@himeshima/constructs/units';
import { TerraformVariable } from 'cdktf';
import type { Construct } from 'constructs';
import { bindings } from '../../contracts/bindings';
import { parameterNames, ThingType } from '../../contracts/provisioning';
import { environmentOf } from '../environment-context';
import { claimPolicies } from './claim-policies';
import type { Fleet } from './fleet';

/**
 * Fleet provisioning: a new device connects with the shared claim certificate → receives its own certificate for a CSR →
 * `provisioning-hook` checks that its serial number is known and unused → AWS IoT creates the thing with type, group and policy.
 */
export class Provisioning extends Feature {
  readonly serials: Table;

  constructor(scope: Construct, id: string, { fleet }: { readonly fleet: Fleet }) {
    super(scope, id);
    const environment = environmentOf(this);
    const serials = new Table(this, 'serial-numbers', { key: { name: 'serial', type: 'string' } });
    this.serials = serials;
    const hook = new NodeFunction(this, 'provisioning-hook', {
      timeout: seconds(5),
      environment: bindings.provisioningHook.environment({ table: serials.name }),
      can: [read(serials), update(serials)],
    });
    const { light, sensor } = fleet.kinds;
    const common = { namedBy: parameterNames.serial, policy: fleet.policy, hook };
    new ProvisioningTemplate(this, 'light', {
      description: 'A light on its first start',
      attributes: {},
      ...light,
      ...common,
    });
    new ProvisioningTemplate(this, 'sensor', {
      description: 'A sensor on its first start; its attributes determine the topic that it may publish to',
      attributes: { kind: parameterNames.kind, room: parameterNames.room },
      ...sensor,
      ...common,
    });
    new SavedQuery(this, 'provisioning-verdicts', { of: [hook], query: newest('serial', 'template') });
    const policies = claimPolicies(environment, ThingType.options).map(
      (statements, index) => new DevicePolicy(this, numbered('claim', index), statements),
    );
    new ClaimCertificate(this, 'provisioning-claim', { policies });
  }
}

/** Maximum number of policies per certificate (AWS IoT Core quotas). */
const maximumPolicies = 10;

/** Claim certificate that devices leave the factory with. The plan contains only its CSR; the private key stays with its creator. */
export class ClaimCertificate extends DeclaredConstruct {
  constructor(scope: Construct, id: string, { policies }: { readonly policies: readonly DevicePolicy[] }) {
    super(scope, id);
    if (policies.length > maximumPolicies) {
      const message = `has ${policies.length} policies; AWS IoT attaches at most ${maximumPolicies} to a certificate`;
      report(this, { subject: `certificate ${id}`, message });
    }
    const csr = new TerraformVariable(this, 'csr', {
      type: 'string',
      description: 'PEM of the certificate signing request for the claim certificate; devices carry its private key',
    });
    const certificate = new IotCertificate(this, 'Default', { active: true, csr: csr.stringValue });
    for (const [index, { name }] of policies.entries())
      new IotPolicyAttachment(this, numbered('has-policy', index), { policy: name, target: certificate.arn });
  }
}

/** Numbers ids from the second on, so that the first resource keeps its id when a second one is added. */
const numbered = (id: string, index: number) => (index === 0 ? id : `${id}-${index + 1}`);
