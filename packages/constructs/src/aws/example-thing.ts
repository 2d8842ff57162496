import { IotCertificate } from '@cdktf/provider-aws/lib/iot-certificate';
import { IotPolicyAttachment } from '@cdktf/provider-aws/lib/iot-policy-attachment';
import { IotThing } from '@cdktf/provider-aws/lib/iot-thing';
import { IotThingGroupMembership } from '@cdktf/provider-aws/lib/iot-thing-group-membership';
import { IotThingPrincipalAttachment } from '@cdktf/provider-aws/lib/iot-thing-principal-attachment';
import { TerraformVariable } from 'cdktf';
import type { Construct } from 'constructs';
import { reportIfCollected } from '../stack/collect';
import { DeclaredConstruct } from '../stack/declared-construct';
import { report } from '../stack/problems';
import type { DeviceKind } from './device-kind';
import type { DevicePolicy } from './device-policy';

interface ExampleThingProps {
  /** Id of the thing's `DeviceKind`. */
  readonly kind: string;
  /** @defaultValue none */
  readonly attributes?: Readonly<Record<string, string>>;
}

interface Registry {
  readonly kinds: readonly DeviceKind[];
  readonly policy: DevicePolicy;
}

/**
 * Example thing for trying out a platform. Its name is the id of the construct. Real devices use fleet provisioning instead.
 * The stack's fleet collects example things, and registers them in environments that declare example things.
 */
export class ExampleThing extends DeclaredConstruct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: ExampleThingProps,
  ) {
    super(scope, id);
    reportIfCollected(this, ExampleThing);
  }

  /**
   * Declares the thing, its membership in the group of its kind, and its certificate. The CSR is a
   * Terraform variable; the caller keeps the key.
   */
  register({ kinds, policy }: Registry): void {
    const { kind: name, attributes = {} } = this.props;
    const { id } = this.node;
    const kind = kinds.find(({ node }) => node.id === name);
    if (kind === undefined) {
      const known = kinds.map(({ node }) => node.id).join(', ');
      report(this, { subject: `thing ${id}`, message: `unknown kind "${name}"; declared: ${known}` });
      return;
    }
    const csr = new TerraformVariable(this, 'csr', {
      type: 'string',
      description: `PEM of the certificate signing request for the thing ${id}; its private key never leaves the device`,
    });
    const thing = new IotThing(this, 'Default', { name: id, thingTypeName: kind.type.name, attributes });
    const certificate = new IotCertificate(this, 'certificate', { active: true, csr: csr.stringValue });
    new IotThingPrincipalAttachment(this, 'has-certificate', { thing: thing.name, principal: certificate.arn });
    new IotPolicyAttachment(this, 'has-policy', { policy: policy.name, target: certificate.arn });
    new IotThingGroupMembership(this, 'in-group', { thingName: thing.name, thingGroupName: kind.group.name });
  }
}
