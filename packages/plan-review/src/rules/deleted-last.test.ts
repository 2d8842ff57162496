import { created, dangersOf, deleted, reportedBy } from './dangers.fixture';
import { deletedLast } from './deleted-last';

const reported = reportedBy(deletedLast);
const statement = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' };
const logs = { bucket: 'logs', policy: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }) };

test('reports a setting that one resource deletes and another one creates', () => {
  expect(reported(deleted('aws_s3_bucket_policy.old', logs), created('aws_s3_bucket_policy.new', logs))).toEqual([
    'aws_s3_bucket_policy.old is deleted, and aws_s3_bucket_policy.new is created for the same bucket: if Terraform deletes last, the new setting is lost',
  ]);
});

test('ignores settings of a deleted owner, of other owners, and other settings', () => {
  const old = deleted('aws_s3_bucket_policy.old', logs);
  expect(reported(old, created('aws_s3_bucket_policy.new', { ...logs, bucket: 'site' }))).toEqual([]);
  expect(reported(old, created('aws_s3_bucket_versioning.new', logs))).toEqual([]);
  const bucket = deleted('aws_s3_bucket.logs', { bucket: 'logs' });
  expect(reported(old, bucket, created('aws_s3_bucket_policy.new', logs))).toEqual([]);
});

test('ignores settings that remain when they are deleted', () => {
  const acl = { bucket: 'logs', acl: 'private' };
  expect(reported(deleted('aws_s3_bucket_acl.old', acl), created('aws_s3_bucket_acl.new', acl))).toEqual([]);
});

test('replaces the general danger of the deletion', () => {
  const dangers = dangersOf(deleted('aws_s3_bucket_policy.old', logs), created('aws_s3_bucket_policy.new', logs));
  expect(dangers).toEqual([expect.stringMatching(/^weaker protection: aws_s3_bucket_policy.old is deleted, and/)]);
});
