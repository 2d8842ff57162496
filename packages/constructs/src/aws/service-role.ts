import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import type { Construct } from 'constructs';
import { DeclaredConstruct } from '../stack/declared-construct';
import { platformOf } from '../stack/platform';
import { type Grant, policyJson, trustJson } from './policy-document';

interface ServiceRoleProps {
  /** Physical name without the project prefix. */
  readonly name: string;
  /** Service that assumes the role: `lambda.amazonaws.com`. */
  readonly service: string;
  /** Source account and ARN of the service's requests; omitted if the service does not send them. */
  readonly source?: { readonly account: string; readonly arn: string };
  readonly can: readonly Grant[];
}

/**
 * IAM role with one inline policy. Resources that use the role must depend on `policy`, not only on the role, because IAM is
 * eventually consistent and AWS checks the role's permissions when these resources are created.
 */
export class ServiceRole extends DeclaredConstruct {
  readonly arn: string;
  readonly name: string;
  readonly policy: IamRolePolicy;

  constructor(scope: Construct, id: string, { name, service, source, can }: ServiceRoleProps) {
    super(scope, id);
    const { names, boundary } = platformOf(this);
    const role = new IamRole(this, 'Default', {
      name: names.role(name),
      assumeRolePolicy: trustJson(service, source),
      permissionsBoundary: boundary,
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
