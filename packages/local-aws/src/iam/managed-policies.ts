const logging = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];

/**
 * AWS managed policies that function and audit roles usually have, reduced to the actions that the local runtime
 * checks. Source: AWS managed policy reference guide, which has one page per policy.
 */
const actions: Readonly<Record<string, readonly string[]>> = {
  AdministratorAccess: ['*'],
  'service-role/AWSLambdaBasicExecutionRole': logging,
  'service-role/AWSLambdaKinesisExecutionRole': [
    'kinesis:DescribeStream',
    'kinesis:DescribeStreamSummary',
    'kinesis:GetRecords',
    'kinesis:GetShardIterator',
    'kinesis:ListShards',
    'kinesis:ListStreams',
    'kinesis:SubscribeToShard',
    ...logging,
  ],
  'service-role/AWSLambdaDynamoDBExecutionRole': [
    'dynamodb:DescribeStream',
    'dynamodb:GetRecords',
    'dynamodb:GetShardIterator',
    'dynamodb:ListStreams',
    ...logging,
  ],
  'service-role/AWSLambdaSQSQueueExecutionRole': [
    'sqs:ReceiveMessage',
    'sqs:DeleteMessage',
    'sqs:GetQueueAttributes',
    ...logging,
  ],
  'service-role/AWSIoTDeviceDefenderAudit': [
    'iot:GetLoggingOptions',
    'iot:GetV2LoggingOptions',
    'iot:ListCACertificates',
    'iot:ListCertificates',
    'iot:DescribeCACertificate',
    'iot:DescribeCertificate',
    'iot:ListPolicies',
    'iot:GetPolicy',
    'iot:GetEffectivePolicies',
    'iot:ListRoleAliases',
    'iot:DescribeRoleAlias',
    'cognito-identity:GetIdentityPoolRoles',
    'iam:ListRolePolicies',
    'iam:ListAttachedRolePolicies',
    'iam:GetRole',
    'iam:GetPolicy',
    'iam:GetPolicyVersion',
    'iam:GetRolePolicy',
    'iam:GenerateServiceLastAccessedDetails',
    'iam:GetServiceLastAccessedDetails',
  ],
  AWSXRayDaemonWriteAccess: [
    'xray:PutTraceSegments',
    'xray:PutTelemetryRecords',
    'xray:GetSamplingRules',
    'xray:GetSamplingTargets',
    'xray:GetSamplingStatisticSummaries',
  ],
};

/** Returns the document of a managed policy as JSON, or undefined if the policy is not supported. */
export function managedPolicy(arn: string): string | undefined {
  const Action = actions[/^arn:aws[\w-]*:iam::aws:policy\/(.+)$/.exec(arn)?.[1] ?? ''];
  if (Action === undefined) return undefined;
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
}
