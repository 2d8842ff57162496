import { IotCertificate } from '@cdktf/provider-aws/lib/iot-certificate';
import { IotPolicyAttachment } from '@cdktf/provider-aws/lib/iot-policy-attachment';
import { TerraformVariable } from 'cdktf';
import type { Construct } from 'constructs';
import { seconds } from '../../config/units';
import { bindings } from '../../contracts/bindings';
import { parameterNames, ThingType } from '../../contracts/provisioning';
import { Declared } from '../constructs/declared';
import { Feature } from '../constructs/feature';
import { DevicePolicy } from '../constructs/iot-policy';
import { NodeFunction } from '../constructs/node-function';
import { platformOf } from '../constructs/platform';
import { ProvisioningTemplate } from '../constructs/provisioning-template';
import { newest, SavedQuery } from '../constructs/saved-query';
import { read, Table, update } from '../constructs/table';
import { report } from '../problems';
import { claimPolicies } from './claim-policies';
import type { Fleet } from './fleet';

/**
 * A new device → the claim certificate, which all of them carry → a certificate of its own, made from its CSR →
 * `provisioning-hook`: is its serial number known, and not used? → its thing, type, group and policy.
 */
export class Provisioning extends Feature {
  readonly serials: Table;

  constructor(scope: Construct, id: string, { fleet }: { readonly fleet: Fleet }) {
    super(scope, id);
    const { environment } = platformOf(this);
    const serials = new Table(this, 'serial-numbers', { key: { name: 'serial', type: 'string' } });
    this.serials = serials;
    const hook = new NodeFunction(this, 'provisioning-hook', {
      timeout: seconds(5),
      environment: bindings.provisioningHook.environment({ table: serials.name }),
      can: [read(serials), update(serials)],
    });
    const { light, sensor } = fleet.kinds;
    const given = { namedBy: parameterNames.serial, policy: fleet.policy, hook };
    new ProvisioningTemplate(this, 'light', {
      description: 'A light that comes for the first time',
      attributes: {},
      ...light,
      ...given,
    });
    new ProvisioningTemplate(this, 'sensor', {
      description: 'A sensor that comes for the first time; it may publish what, and where, its attributes say',
      attributes: { kind: parameterNames.kind, room: parameterNames.room },
      ...sensor,
      ...given,
    });
    new SavedQuery(this, 'provisioning-verdicts', { of: [hook], query: newest('serial', 'template') });
    const policies = claimPolicies(environment, ThingType.options).map(
      (statements, index) => new DevicePolicy(this, numbered('claim', index), statements),
    );
    new ClaimCertificate(this, 'provisioning-claim', { policies });
  }
}

/** AWS IoT Core quotas, "Maximum number of policies that can be attached to a certificate". */
const maximumPolicies = 10;

/** The certificate that devices leave the factory with. Whoever makes it keeps its key; the plan knows the CSR alone. */
export class ClaimCertificate extends Declared {
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

/** The first one has no number, so that a second one does not replace it. */
const numbered = (id: string, index: number) => (index === 0 ? id : `${id}-${index + 1}`);
