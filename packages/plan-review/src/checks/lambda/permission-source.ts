import type { Check } from '../check';
import { but } from '../example';
import { lacks, textAt } from '../resource';
import { soundFunction } from './sound';

export const lambdaPermissionSource: Check = {
  id: 'lambda-permission-source',
  severity: 'critical',
  about: ['aws_lambda_permission'],
  reason: 'the service can invoke the function on behalf of any AWS account',
  fix: 'source_arn: the rule, schedule or API that invokes it',
  source: 'Serverless Lens SEC 2; Checkov CKV_AWS_364, Trivy AWS-0067',
  finds: (permission) =>
    (textAt(permission, 'principal') ?? '').endsWith('.amazonaws.com') && lacks(permission, 'source_arn'),
  examples: {
    good: [soundFunction, but(soundFunction, 'aws_lambda_permission.rule', { principal: '1', source_arn: undefined })],
    bad: [but(soundFunction, 'aws_lambda_permission.rule', { source_arn: undefined })],
  },
};
