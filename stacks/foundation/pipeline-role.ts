import type { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { DeclaredConstruct, type Grant, platformOf, policyJson, type ResourceStatement } from '@himeshima/constructs';
import type { Construct } from 'constructs';
import { names } from '../../config/names';
import { pipeline } from '../../config/pipeline';

interface PipelineRoleProps {
  /** ARN of the identity provider. */
  readonly provider: string;
  /** Accepted `sub` claims of tokens, with `*` as a wildcard. */
  readonly subjects: readonly string[];
  /** Inline policies by name. */
  readonly can: Readonly<Record<string, Grant>>;
}

/** IAM role that GitLab jobs assume for one hour. Its name is its id. */
export class PipelineRole extends DeclaredConstruct {
  readonly arn: string;
  private readonly name: string;

  constructor(scope: Construct, id: string, { provider, subjects, can }: PipelineRoleProps) {
    super(scope, id);
    const role = new IamRole(this, 'Default', {
      name: names.role(id),
      assumeRolePolicy: policyJson([trustStatement(provider, subjects)]),
      permissionsBoundary: platformOf(this).boundary,
      maxSessionDuration: 3600,
    });
    this.arn = role.arn;
    this.name = role.name;
    for (const [name, grant] of Object.entries(can))
      new IamRolePolicy(this, name, { name, role: role.name, policy: policyJson(grant) });
  }

  /** Attaches a managed policy, because all inline policies of a role share 10,240 characters (IAM user guide, "IAM and AWS STS quotas"). */
  attach({ node, arn }: IamPolicy): void {
    new IamRolePolicyAttachment(this, node.id, { role: this.name, policyArn: arn });
  }
}

/**
 * Builds the trust statement for GitLab jobs. `sub` names project and branch and cannot be chosen by a job (GitLab docs, "OpenID
 * Connect (OIDC) Authentication Using ID Tokens"). AWS evaluates only `sub` and `aud` of GitLab's tokens; it supports other claims
 * only of Google, GitHub, CircleCI and Oracle (STS, January 2026).
 */
function trustStatement(provider: string, subjects: readonly string[]): ResourceStatement {
  // IAM's condition keys start with the provider URL, including its path
  const issuer = pipeline.gitlab.replace('https://', '');
  return {
    Sid: 'JobsOfTheProject',
    Effect: 'Allow',
    Principal: { Federated: provider },
    Action: ['sts:AssumeRoleWithWebIdentity'],
    Condition: {
      StringEquals: { [`${issuer}:aud`]: pipeline.gitlab },
      StringLike: { [`${issuer}:sub`]: subjects },
    },
  };
}
