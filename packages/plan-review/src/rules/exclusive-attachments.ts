import { say } from '../phrase';
import { newIn } from '../renames';
import type { Rule } from './rule';

/** Matches the ARN of a policy of AWS, which any role of the account may have. */
const policyOfAws = /^arn:aws[\w-]*:iam::aws:policy\/(?:.*\/)?([^/]+)$/;

/**
 * Reports new exclusive attachments of policies of AWS, which detach the policies from everyone else. Source: Terraform Registry,
 * hashicorp/aws 6, aws_iam_policy_attachment
 */
export const exclusiveAttachments: Rule = (plan) =>
  newIn(plan)
    .filter(({ type }) => type === 'aws_iam_policy_attachment')
    .flatMap(({ address, after }) => {
      const [, policy] = policyOfAws.exec(String(after['policy_arn'])) ?? [];
      return policy === undefined
        ? []
        : [
            {
              kind: 'outage' as const,
              address,
              attribute: 'policy_arn',
              what: say`${address} detaches ${{ value: policy }} from all other roles, users and groups of the account: what they do with its rights fails`,
            },
          ];
    });
