import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { App, TerraformStack } from 'cdktf';
import { expectEncryptedData } from './encrypted-data';
import { findingsOf, linesOf } from './error-lines.fixture';

const bucketWith = (key?: string) => ({
  aws_s3_bucket: { files: { bucket: 'files' } },
  aws_s3_bucket_server_side_encryption_configuration: {
    files: {
      bucket: '${aws_s3_bucket.files.id}',
      rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: 'aws:kms', kms_master_key_id: key } }],
    },
  },
});

describe('expectEncryptedData', () => {
  test('accepts data that is encrypted with a key in the account', () => {
    const resource = {
      ...bucketWith('${aws_kms_key.data.arn}'),
      aws_kms_key: { data: {} },
      aws_sqs_queue: { jobs: { kms_master_key_id: 'arn:aws:kms:eu-west-1:111122223333:key/1' } },
      aws_dynamodb_table: { orders: { server_side_encryption: [{ kms_key_arn: '${var.key}' }] } },
    };
    expect(linesOf(() => expectEncryptedData({ resource, variable: { key: {} } }))).toEqual([]);
  });

  test('reports data without a key, or with a key that AWS manages', () => {
    const resource = {
      ...bucketWith(),
      aws_sqs_queue: { jobs: {} },
      aws_sns_topic: { alerts: { kms_master_key_id: 'alias/aws/sns' } },
    };
    expect(linesOf(() => expectEncryptedData({ resource }))).toEqual([
      "aws_sns_topic.alerts: uses alias/aws/sns, a key that AWS manages; set kms_master_key_id to the ARN of a key, or give a reason in accepts: 'aws_sns_topic.alerts'",
      "aws_sqs_queue.jobs: has no KMS key; set kms_master_key_id to the ARN of a key, or give a reason in accepts: 'aws_sqs_queue.jobs'",
      "aws_s3_bucket.files: has no KMS key; set rule.apply_server_side_encryption_by_default.kms_master_key_id to the ARN of a key, or give a reason in accepts: 'aws_s3_bucket.files'",
    ]);
  });

  test('reports a key other than the given key, and stale acceptances', () => {
    const resource = {
      aws_kms_key: { a: {}, b: {} },
      aws_sqs_queue: { jobs: { kms_master_key_id: '${aws_kms_key.b.id}' } },
    };
    const accepts = { 'aws_sqs_queue.old': 'It was empty.' };
    expect(findingsOf(() => expectEncryptedData({ resource }, { key: 'aws_kms_key.b' }))).toEqual([]);
    expect(findingsOf(() => expectEncryptedData({ resource }, { key: 'aws_kms_key.a', accepts }))).toEqual([
      'aws_sqs_queue.jobs: uses a key other than aws_kms_key.a',
      "accepts['aws_sqs_queue.old']: is not needed",
    ]);
  });

  test('reads a CDKTF stack', () => {
    const stack = new TerraformStack(new App(), 'shop');
    const key = new KmsKey(stack, 'key');
    new SqsQueue(stack, 'encrypted', { kmsMasterKeyId: key.arn });
    new SqsQueue(stack, 'plain');
    expect(findingsOf(() => expectEncryptedData(stack))).toEqual(['aws_sqs_queue.plain: has no KMS key']);
  });
});
