/** KMS permissions that a call on an encrypted resource requires, as in one row of the table in docs/local.md. */
export interface KeyUse {
  /** Encrypted resource, as shown in the table: `a table`. */
  readonly what: string;
  /** Description of the principal whose permissions are checked. */
  readonly who: string;
  /** Calls that use the key, or a local name such as `an invocation` if a service uses the key outside of a call. */
  readonly calls: readonly string[];
  /** Required actions; empty if the service has a grant. */
  readonly needs: readonly ('kms:Decrypt' | 'kms:Encrypt' | 'kms:GenerateDataKey')[];
  /** Service for the condition key `kms:ViaService`; undefined if the principal is itself a service. */
  readonly via: string | undefined;
  /** Returns the encryption context, for conditions on `kms:EncryptionContext:…` in policies. */
  readonly context: (resource: string) => Readonly<Record<string, string>>;
}

const named = (key: string) => (resource: string) => ({ [key]: resource });
const tableContext = (table: string) => ({
  'aws:dynamodb:tableName': table.split(/[/]/)[1] ?? table,
  'aws:dynamodb:subscriberId': table.split(':')[4] ?? '',
});
const queue = { what: 'a queue', who: 'the caller', via: 'sqs', context: named('aws:sqs:arn') } as const;
const stream = { what: 'a stream', who: 'the caller', via: 'kinesis', context: named('aws:kinesis:arn') } as const;
const object = { what: 'an object', who: 'the caller', via: 's3', context: named('aws:s3:arn') } as const;
const workflow = {
  what: 'workflow data',
  needs: ['kms:Decrypt', 'kms:GenerateDataKey'],
  via: 'states',
  context: named('aws:states:stateMachineArn'),
} as const;

/**
 * All supported uses of KMS keys. Sources: DynamoDB developer guide, "encryption.usagenotes" (a table's data key is
 * created once, and decrypted for each caller); SQS developer guide, "sqs-key-management"; SNS developer guide,
 * "sns-key-management"; Kinesis developer guide, "permissions-user-key-KMS"; S3 user guide, "UsingKMSEncryption"; Step
 * Functions developer guide, "encryption-at-rest"; Lambda developer guide, "configuration-envvars-encryption";
 * CloudWatch Logs user guide, "encrypt-log-data-kms"; Firehose API reference,
 * "DeliveryStreamEncryptionConfigurationInput"; Systems Manager user guide, "secure-string-parameter-kms-encryption";
 * Secrets Manager user guide, "security-encryption".
 */
export const keyUses: readonly KeyUse[] = [
  {
    what: 'a table',
    who: 'the caller',
    calls: [
      'GetItem',
      'BatchGetItem',
      'Query',
      'Scan',
      'PutItem',
      'UpdateItem',
      'DeleteItem',
      'BatchWriteItem',
      'ConditionCheckItem',
    ].map((call) => `dynamodb:${call}`),
    needs: ['kms:Decrypt'],
    via: 'dynamodb',
    context: tableContext,
  },
  // in addition to GenerateDataKey, SQS and SNS require Decrypt to verify a new data key
  { ...queue, calls: ['sqs:SendMessage'], needs: ['kms:GenerateDataKey', 'kms:Decrypt'] },
  { ...queue, calls: ['sqs:ReceiveMessage'], needs: ['kms:Decrypt'] },
  {
    what: 'a topic',
    who: 'the caller',
    calls: ['sns:Publish'],
    needs: ['kms:GenerateDataKey', 'kms:Decrypt'],
    via: 'sns',
    context: named('aws:sns:topicArn'),
  },
  { ...stream, calls: ['kinesis:PutRecord', 'kinesis:PutRecords'], needs: ['kms:GenerateDataKey'] },
  { ...stream, calls: ['kinesis:GetRecords'], needs: ['kms:Decrypt'] },
  { ...object, calls: ['s3:PutObject'], needs: ['kms:GenerateDataKey'] },
  { ...object, calls: ['s3:GetObject'], needs: ['kms:Decrypt'] },
  {
    what: 'a SecureString parameter',
    who: 'the caller',
    calls: ['decrypting a SecureString'],
    needs: ['kms:Decrypt'],
    via: 'ssm',
    context: named('PARAMETER_ARN'),
  },
  {
    what: 'a secret',
    who: 'the caller',
    calls: ['secretsmanager:GetSecretValue'],
    needs: ['kms:Decrypt'],
    via: 'secretsmanager',
    context: named('SecretARN'),
  },
  {
    ...workflow,
    who: 'the caller',
    calls: ['states:StartExecution', 'states:SendTaskSuccess', 'states:SendTaskFailure', 'states:SendTaskHeartbeat'],
  },
  { ...workflow, who: "the workflow's role", calls: ['an execution'] },
  {
    what: "a function's environment",
    // this check is stricter than in AWS, where the grant that is created with the function hides a missing permission
    // until the role is recreated
    who: "the function's role",
    calls: ['an invocation'],
    needs: ['kms:Decrypt'],
    via: 'lambda',
    context: named('aws:lambda:FunctionArn'),
  },
  {
    what: 'records buffered by Firehose',
    who: "Firehose, through a grant that it creates with the permissions of the stream's creator",
    calls: ['firehose:PutRecord', 'firehose:PutRecordBatch'],
    needs: [],
    via: undefined,
    context: () => ({}),
  },
  {
    what: 'a log group',
    who: 'logs.REGION.amazonaws.com, with permission from the key policy',
    calls: ['writing lines'],
    needs: ['kms:GenerateDataKey', 'kms:Encrypt'],
    via: undefined,
    context: named('aws:logs:arn'),
  },
];

const byCall = new Map(keyUses.flatMap((use) => use.calls.map((call) => [call, use] as const)));

/** Returns the KMS permissions that a call requires, or undefined if the call does not use a key. */
export const keyUseOf = (call: string): KeyUse | undefined => byCall.get(call);
