import { IotPolicy } from '@cdktf/provider-aws/lib/iot-policy';
import type { Construct } from 'constructs';
import { findUnknownVariable } from '../checks/policy-variables';
import { report } from '../problems';
import { Declared } from './declared';
import { policyJson, type Statement } from './policy-document';

/** A policy for devices. Policy variables are written as AWS IoT writes them: `${iot:Connection.Thing.ThingName}`. */
export class DevicePolicy extends Declared {
  readonly name: string;

  constructor(scope: Construct, id: string, statements: readonly Statement[]) {
    super(scope, id);
    this.check(id, statements);
    // Terraform reads `${` as its own interpolation; `$${` reaches AWS as `${`.
    const policy = policyJson(statements).replaceAll('${iot:', () => '$${iot:');
    this.name = new IotPolicy(this, 'Default', { name: id, policy }).name;
  }

  private check(id: string, statements: readonly Statement[]): void {
    const unknown = statements.flatMap(({ Resource }) => Resource).flatMap((text) => findUnknownVariable(text) ?? []);
    // One slip stands in most of the resources: said once.
    const distinct = new Map(unknown.toReversed().map((problem) => [problem.message, problem]));
    for (const problem of distinct.values()) report(this, { subject: `device policy ${id}`, ...problem });
  }
}
