import { IotCertificate } from '@cdktf/provider-aws/lib/iot-certificate';
import { IotPolicyAttachment } from '@cdktf/provider-aws/lib/iot-policy-attachment';
import {
  DeclaredConstruct,
  DevicePolicy,
  Feature,
  NodeFunction,
  newest,
  read,
  SavedQuery,
  Table,
  update,
} from '@himeshima/constructs';
import { seconds } from '@himeshima/constructs/units';
import { TerraformVariable } from 'cdktf';
import type { Construct } from 'constructs';
import { bindings } from '../../../contracts/bindings';
import { environmentOf } from '../../environment-context';
import { claimPolicy } from './claim-policy';

/**
 * Fleet provisioning: a new device connects with the shared claim certificate → receives its own certificate for a CSR →
 * `provisioning-hook` checks that its serial number is known and unused → AWS IoT creates the thing with type, group and policy.
 */
export class Provisioning extends Feature {
  readonly serials: Table;
  readonly hook: NodeFunction;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const serials = new Table(this, 'serial-numbers', { key: { name: 'serial', type: 'string' } });
    this.serials = serials;
    this.hook = new NodeFunction(this, 'provisioning-hook', {
      timeout: seconds(5),
      environment: bindings.provisioningHook.environment({ table: serials.name }),
      can: [read(serials), update(serials)],
    });
    new SavedQuery(this, 'provisioning-verdicts', { of: [this.hook], query: newest('serial', 'template') });
    const policy = new DevicePolicy(this, 'claim', claimPolicy(environmentOf(this)));
    new ClaimCertificate(this, 'provisioning-claim', { policy });
  }
}

/**
 * Claim certificate that devices have when they leave the factory. The plan contains only the CSR;
 * its creator keeps the private key.
 */
class ClaimCertificate extends DeclaredConstruct {
  constructor(scope: Construct, id: string, { policy }: { readonly policy: DevicePolicy }) {
    super(scope, id);
    const csr = new TerraformVariable(this, 'csr', {
      type: 'string',
      description: 'PEM of the certificate signing request for the claim certificate; devices carry its private key',
    });
    const certificate = new IotCertificate(this, 'Default', { active: true, csr: csr.stringValue });
    new IotPolicyAttachment(this, 'has-policy', { policy: policy.name, target: certificate.arn });
  }
}
