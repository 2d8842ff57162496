import type { Example } from '../check';
import { policyOf } from '../example';

export const soundRolePolicy: Example = {
  aws_iam_role_policy: {
    light: {
      role: '${aws_iam_role.light.name}',
      policy: policyOf(
        { Action: 'dynamodb:PutItem', Resource: '${aws_dynamodb_table.lights.arn}' },
        { Action: 'xray:PutTraceSegments', Resource: '*' },
        { Effect: 'Deny', Action: '*', Resource: '*' },
      ),
    },
  },
};

/** Types that hold what somebody of the account may do. */
export const identityPolicies = [
  'aws_iam_group_policy',
  'aws_iam_policy',
  'aws_iam_role_policy',
  'aws_iam_user_policy',
];
