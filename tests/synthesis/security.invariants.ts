import {
  expectEncryptedData,
  expectLeastPrivilege,
  expectLogRetention,
  expectNoPublicAccess,
} from '@himeshima/constructs/testing';
import type { SynthesizedEnvironment } from './synthesized-environments';

/** Tests invariants of permissions, public access and stored data of a platform. */
export function securityInvariants(synthesized: () => SynthesizedEnvironment): void {
  test('no role has wildcard actions, or wildcard resources for actions that support resource-level permissions', () => {
    expectLeastPrivilege(synthesized().text);
  });

  test('nothing is public', () => expectNoPublicAccess(synthesized().text));

  test("every resource that supports encryption uses the environment's key", () => {
    expectEncryptedData(synthesized().text, { key: 'aws_kms_key.key' });
  });

  test('every log group has a retention period', () => expectLogRetention(synthesized().text));
}

const boundary = 'A permissions boundary grants nothing, so it lists services instead of actions.';
const logWriting = 'API Gateway tests the role with the actions and resources of its managed policy.';
const prefixes = 'The provider calls most actions with this prefix, and the resources are limited.';

/** Tests invariants of permissions, public access and stored data of a foundation. */
export function foundationSecurityInvariants(synthesized: () => SynthesizedEnvironment): void {
  test('no role has wildcard actions or resources without a reason', () => {
    expectLeastPrivilege(synthesized().text, {
      accepts: {
        'aws_iam_policy.boundary: WhatThePlatformIsMadeOf': boundary,
        'aws_iam_policy.boundary: CloudControl': boundary,
        'aws_iam_policy.boundary: RolesOfThePlatform': boundary,
        'aws_iam_policy.pipeline_reads: ReadS3': prefixes,
        ...Object.fromEntries(
          [
            'CreateLogGroup',
            'CreateLogStream',
            'DescribeLogStreams',
            'PutLogEvents',
            'GetLogEvents',
            'FilterLogEvents',
          ].map((action) => [`aws_iam_role_policy.api_logs_role_policy: logs:${action}`, logWriting]),
        ),
        'aws_iam_role_policy.pipeline_deploy_makes: MakeIot': prefixes,
        'aws_iam_role_policy.pipeline_deploy_makes: MakeS3': prefixes,
        'aws_iam_role_policy.pipeline_deploy_makes: iot:CreateProvisioningTemplate':
          'The template does not exist yet. Whether its ARN is enough has not been verified in an account.',
      },
    });
  });

  test('nothing is public', () => expectNoPublicAccess(synthesized().text));

  test("every resource except the state is encrypted with the environment's key", () => {
    expectEncryptedData(synthesized().text, {
      key: 'aws_kms_key.key',
      accepts: {
        'aws_s3_bucket.state':
          'The state stays readable if the key is lost (docs/adr/0018-limit-what-pipeline-jobs-may-do.md).',
      },
    });
  });

  test('every log group has a retention period', () => expectLogRetention(synthesized().text));
}
