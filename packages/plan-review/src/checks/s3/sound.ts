import type { Example } from '../check';
import { policyOf } from '../example';

const bucket = '${aws_s3_bucket.archive.bucket}';

export const soundBucket: Example = {
  aws_s3_bucket: { archive: { bucket: 'archive-111122223333' } },
  aws_s3_bucket_public_access_block: {
    archive: {
      bucket,
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    },
  },
  aws_s3_bucket_policy: {
    archive: {
      bucket,
      policy: policyOf({
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: ['${aws_s3_bucket.archive.arn}', '${aws_s3_bucket.archive.arn}/*'],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    },
  },
  aws_s3_bucket_versioning: { archive: { bucket, versioning_configuration: { status: 'Enabled' } } },
  aws_s3_bucket_lifecycle_configuration: {
    archive: { bucket, rule: [{ id: 'expire', status: 'Enabled', expiration: [{ days: 30 }] }] },
  },
};
