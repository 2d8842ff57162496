import { IotPolicy } from '@cdktf/provider-aws/lib/iot-policy';
import type { Construct } from 'constructs';
import { Declared } from './declared';
import { policyJson, type Statement } from './policy-document';

/** A policy for devices. Policy variables are written as AWS IoT writes them: `${iot:Connection.Thing.ThingName}`. */
export class DevicePolicy extends Declared {
  readonly name: string;

  constructor(scope: Construct, id: string, statements: readonly Statement[]) {
    super(scope, id);
    // Terraform reads `${` as its own interpolation; `$${` reaches AWS as `${`.
    const policy = policyJson(statements).replaceAll('${iot:', () => '$${iot:');
    this.name = new IotPolicy(this, 'Default', { name: id, policy }).name;
  }
}
