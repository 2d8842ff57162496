import type { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import type { Construct } from 'constructs';
import { type Grant, policyJson, type ResourceStatement } from '../aws/policy-document';
import { DeclaredConstruct } from '../stack/declared-construct';
import { platformOf } from '../stack/platform';
import type { PipelineIdentity } from './pipeline-identity';

interface PipelineRoleProps {
  readonly identity: PipelineIdentity;
  /** ARN of the identity provider. */
  readonly provider: string;
  /** Accepted `sub` claims of tokens, with `*` as a wildcard. */
  readonly subjects: readonly string[];
  /** Inline policies by name. */
  readonly can: Readonly<Record<string, Grant>>;
}

/** IAM role that pipeline jobs assume for one hour. Its name is its id. */
export class PipelineRole extends DeclaredConstruct {
  readonly arn: string;
  private readonly name: string;

  constructor(scope: Construct, id: string, props: PipelineRoleProps) {
    super(scope, id);
    const { names, boundary } = platformOf(this);
    const role = new IamRole(this, 'Default', {
      name: names.role(id),
      assumeRolePolicy: policyJson([trustStatement(props)]),
      permissionsBoundary: boundary,
      maxSessionDuration: 3600,
    });
    this.arn = role.arn;
    this.name = role.name;
    for (const [name, grant] of Object.entries(props.can))
      new IamRolePolicy(this, name, { name, role: role.name, policy: policyJson(grant) });
  }

  /**
   * Attaches a managed policy, because a role's inline policies may have at most 10,240 characters in total. Source:
   * IAM user guide, "IAM and AWS STS quotas"
   */
  attach({ node, arn }: IamPolicy): void {
    new IamRolePolicyAttachment(this, node.id, { role: this.name, policyArn: arn });
  }
}

/** Builds the trust statement for pipeline jobs. */
function trustStatement({ identity, provider, subjects }: PipelineRoleProps): ResourceStatement {
  // IAM's condition keys start with the provider URL, including its path
  const issuer = identity.url.replace('https://', '');
  return {
    Sid: 'JobsOfTheProject',
    Effect: 'Allow',
    Principal: { Federated: provider },
    Action: ['sts:AssumeRoleWithWebIdentity'],
    Condition: {
      StringEquals: { [`${issuer}:aud`]: identity.audience },
      StringLike: { [`${issuer}:sub`]: subjects },
    },
  };
}
