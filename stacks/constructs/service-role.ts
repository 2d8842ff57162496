import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import type { Construct } from 'constructs';
import { names } from '../../config/names';
import { Declared } from './declared';
import { platformOf } from './platform';
import { type Grant, policyJson, trustJson } from './policy-document';

interface ServiceRoleProps {
  /** Physical name, without the project's prefix. */
  readonly name: string;
  /** Who assumes it: `lambda.amazonaws.com`. */
  readonly service: string;
  /** For whom that service acts; left out where the service does not say. */
  readonly source?: { readonly account: string; readonly arn: string };
  readonly can: readonly Grant[];
}

/**
 * A role and its one inline policy. IAM is eventually consistent and AWS tries a role when the thing that uses it is
 * created, so whatever uses the role depends on `policy`, not on the role alone.
 */
export class ServiceRole extends Declared {
  readonly arn: string;
  readonly name: string;
  readonly policy: IamRolePolicy;

  constructor(scope: Construct, id: string, { name, service, source, can }: ServiceRoleProps) {
    super(scope, id);
    const role = new IamRole(this, 'Default', {
      name: names.role(name),
      assumeRolePolicy: trustJson(service, source),
      permissionsBoundary: platformOf(this).boundary,
    });
    this.policy = new IamRolePolicy(this, 'policy', {
      name: 'what-it-uses',
      role: role.name,
      policy: policyJson(can.flat()),
    });
    this.arn = role.arn;
    this.name = role.name;
  }
}
