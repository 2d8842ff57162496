import type { Check } from '../check';
import { but, policyOf } from '../example';
import { hasWildcard, whereStatement } from '../statements';
import { identityPolicies, soundRolePolicy } from './sound';

export const iamEverything: Check = {
  id: 'iam-everything',
  severity: 'critical',
  about: identityPolicies,
  reason: 'anyone who compromises it controls the account',
  fix: 'list the actions and the resources they apply to',
  source: 'Serverless Lens SEC 2; Checkov CKV_AWS_62, CKV_AWS_63',
  finds: (policy) =>
    hasWildcard(policy) &&
    whereStatement(
      policy,
      ({ Effect, Action = [] }) => Effect === 'Allow' && Action.some((action) => action === '*' || action === '*:*'),
    ),
  examples: {
    good: [soundRolePolicy],
    bad: [
      but(soundRolePolicy, 'aws_iam_role_policy.light', {
        policy: policyOf({ Action: '*', Resource: '${aws_s3_bucket.archive.arn}' }),
      }),
    ],
  },
};
