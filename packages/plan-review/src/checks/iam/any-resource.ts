import type { Check } from '../check';
import { but, policyOf } from '../example';
import { hasWildcard, whereStatement } from '../statements';
import { identityPolicies, soundRolePolicy } from './sound';

/** Service Authorization Reference: these actions know no resources. */
const nameless =
  /^(cloudwatch:(GetMetricData|ListMetrics|PutMetricData)|ec2:Describe\w+|ecr:GetAuthorizationToken|iot:(CreateCertificateFromCsr|DescribeEndpoint)|logs:(\w+(LogDelivery|LogDeliveries|ResourcePolicy|ResourcePolicies)|DescribeLogGroups)|s3:ListAllMyBuckets|sts:GetCallerIdentity|xray:\w+)$/i;

const allowing = (Action: string) =>
  but(soundRolePolicy, 'aws_iam_role_policy.light', { policy: policyOf({ Action, Resource: '*' }) });

export const iamAnyResource: Check = {
  id: 'iam-any-resource',
  severity: 'major',
  about: identityPolicies,
  reason: 'permissions meant for one resource apply to every resource of the account',
  fix: 'the ARN of the resource; * only for actions without resource-level permissions',
  source: 'Serverless Lens SEC 2; IoT Lens IOTSEC03-BP02; Checkov CKV_AWS_355',
  finds: (policy) =>
    hasWildcard(policy) &&
    whereStatement(
      policy,
      ({ Effect, Action = [], Resource = [] }) =>
        Effect === 'Allow' &&
        Resource.includes('*') &&
        // everything at all is another finding
        !Action.includes('*') &&
        !Action.every((action) => nameless.test(action)),
    ),
  examples: {
    good: [soundRolePolicy, allowing('cloudwatch:PutMetricData')],
    bad: [allowing('dynamodb:PutItem'), allowing('iot:*')],
  },
};
