import { IotPolicy } from '@cdktf/provider-aws/lib/iot-policy';
import type { Construct } from 'constructs';
import { faultsIn } from '../checks/device-policy-faults';
import { DeclaredConstruct } from '../stack/declared-construct';
import { report } from '../stack/problems';
import { policyJson, type Statement } from './policy-document';

/** AWS IoT policy for devices. Policy variables have AWS IoT's syntax: `${iot:Connection.Thing.ThingName}`. */
export class DevicePolicy extends DeclaredConstruct {
  readonly arn: string;
  readonly name: string;

  constructor(scope: Construct, id: string, statements: readonly Statement[]) {
    super(scope, id);
    const policy = policyJson(statements);
    for (const fault of faultsIn(policy, statements)) report(this, { subject: `device policy ${id}`, ...fault });
    // `$${` is Terraform's escape for `${`.
    const escaped = policy.replace(/\$\{(?=(iot|aws):)/g, () => '$${');
    const resource = new IotPolicy(this, 'Default', { name: id, policy: escaped });
    this.arn = resource.arn;
    this.name = resource.name;
  }
}
