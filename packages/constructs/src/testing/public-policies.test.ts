import { findingsOf } from './error-lines.fixture';
import { expectNoPublicAccess } from './public-access';

const findingsIn = (resource: object) => findingsOf(() => expectNoPublicAccess({ resource, variable: { input: {} } }));

const policyOf = (parts: object) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: '*', ...parts }],
  });

describe('expectNoPublicAccess and resource policies', () => {
  test.each([
    ['aws_s3_bucket_policy', 'policy'],
    ['aws_sqs_queue_policy', 'policy'],
    ['aws_sqs_queue', 'policy'],
    ['aws_sns_topic_policy', 'policy'],
    ['aws_kms_key', 'policy'],
    ['aws_secretsmanager_secret_policy', 'policy'],
    ['aws_ecr_repository_policy', 'policy'],
    ['aws_opensearch_domain', 'access_policies'],
    ['aws_api_gateway_rest_api_policy', 'policy'],
    ['aws_dynamodb_resource_policy', 'policy'],
  ])('reports %s that allows everyone', (type, attribute) => {
    expect(findingsIn({ [type]: { open: { [attribute]: policyOf({}) } } })).toEqual([
      `${type}.open: statement 1 of ${attribute} allows everyone`,
    ]);
  });

  test.each([
    [{ Principal: { AWS: ['*'] } }],
    [{ Principal: undefined, NotPrincipal: { AWS: 'arn:aws:iam::111122223333:root' } }],
    [{ Principal: { AWS: '${var.input}' } }],
    [{ Condition: { Bool: { 'aws:SecureTransport': 'true' } } }],
    [{ Condition: { StringNotEquals: { 'aws:SourceAccount': '111122223333' } } }],
    [{ Condition: { StringEqualsIfExists: { 'aws:SourceAccount': '111122223333' } } }],
    [{ Condition: { 'ForAllValues:StringEquals': { 'aws:PrincipalOrgPaths': 'o-1/r-1/' } } }],
    [{ Condition: { StringLike: { 'aws:SourceArn': '*' } } }],
    [{ Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:*:*' } } }],
    [{ Condition: { ArnLike: { 'aws:SourceArn': ['arn:aws:s3:::files', 'arn:aws:s3:::*'] } } }],
    [{ Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } } }],
    [{ Condition: { StringEquals: { 'aws:SourceAccount': '${var.input}' } } }],
  ])('reports %j', (parts) => {
    expect(findingsIn({ aws_sqs_queue_policy: { jobs: { policy: policyOf(parts) } } })).toEqual([
      'aws_sqs_queue_policy.jobs: statement 1 of policy allows everyone',
    ]);
  });

  test.each([
    [{ Effect: 'Deny' }],
    [{ Principal: { Service: 'sns.amazonaws.com' } }],
    [{ Principal: { AWS: 'arn:aws:iam::111122223333:root' } }],
    [{ Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } }],
    [{ Condition: { StringEquals: { 'AWS:SourceOwner': '${data.aws_caller_identity.current.account_id}' } } }],
    [{ Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } } }],
    [{ Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } }],
    [{ Condition: { ArnEquals: { 'aws:SourceArn': '${aws_sns_topic.jobs.arn}' } } }],
    [{ Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::files' } } }],
    [{ Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:111122223333:*' } } }],
    [{ Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }],
  ])('accepts %j', (parts) => {
    expect(findingsIn({ aws_sqs_queue_policy: { jobs: { policy: policyOf(parts) } } })).toEqual([]);
  });

  test('reports a policy that cannot be read', () => {
    expect(findingsIn({ aws_sqs_queue_policy: { jobs: { policy: '${var.input}' } } })).toEqual([
      'aws_sqs_queue_policy.jobs: policy cannot be read: known-after-apply/var.input is known after apply or cannot be evaluated',
    ]);
  });

  test('reports a Lambda permission for everyone, and a function URL without authentication', () => {
    const resource = {
      aws_lambda_permission: {
        open: { principal: '*' },
        limited: { principal: '*', principal_org_id: 'o-abcdefghij' },
        service: { principal: 's3.amazonaws.com' },
      },
      aws_lambda_function_url: {
        open: { authorization_type: 'NONE' },
        signed: { authorization_type: 'AWS_IAM' },
        unknown: { authorization_type: '${var.input}' },
      },
    };
    expect(findingsIn(resource)).toEqual([
      'aws_lambda_permission.open: allows everyone to invoke the function',
      'aws_lambda_function_url.open: can be called without authentication',
      'aws_lambda_function_url.unknown: authorization_type is known only after apply',
    ]);
  });
});
