import { joined, type Phrase, say } from '../phrase';
import type { Change } from '../plan/plan';

/** Maximum number of policies to name. */
const namedAtMost = 3;

/**
 * Names the policies of AWS that a new `aws_iam_policy_attachment` detaches from all other roles, users and groups. Source: Terraform
 * Registry, hashicorp/aws 6, aws_iam_policy_attachment
 */
export function takenPolicies(created: readonly Change[]): readonly Phrase[] {
  const names = created.flatMap(({ type, after }) => {
    const arn = type === 'aws_iam_policy_attachment' ? after['policy_arn'] : undefined;
    return typeof arn === 'string' && /^arn:aws[\w-]*:iam::aws:/.test(arn) ? [arn.replace(/^.*\//, '')] : [];
  });
  const policies = [...new Set(names)];
  const more = policies.length - namedAtMost;
  const named = policies.slice(0, namedAtMost).map((name): Phrase => [{ value: name }]);
  return policies.length === 0
    ? []
    : [
        say`all other roles, users and groups of the account lose ${joined([...named, ...(more > 0 ? [[`${more} more`]] : [])])} (${'aws_iam_policy_attachment'} is exclusive)`,
      ];
}
