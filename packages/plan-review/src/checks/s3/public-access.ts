import type { Check } from '../check';
import { but, without } from '../example';
import { is, isUnknown } from '../resource';
import { soundBucket } from './sound';

const blocked = ['block_public_acls', 'block_public_policy', 'ignore_public_acls', 'restrict_public_buckets'];

export const s3PublicAccess: Check = {
  id: 's3-public-access',
  severity: 'critical',
  about: ['aws_s3_bucket'],
  reason: 'one wrong policy or ACL makes the bucket public',
  fix: 'aws_s3_bucket_public_access_block with all four attributes set to true',
  source: 'Serverless Lens SEC 3; Checkov CKV_AWS_53 to 56',
  finds(bucket, all) {
    const blocks = all.naming(bucket, { type: 'aws_s3_bucket_public_access_block', by: 'bucket' });
    return (
      blocks !== undefined &&
      !blocks.some((one) => blocked.every((name) => isUnknown(one, name) || is(one, name, true)))
    );
  },
  examples: {
    good: [soundBucket, but(soundBucket, 'aws_s3_bucket_public_access_block.archive', { bucket: '${var.bucket}' })],
    bad: [
      without(soundBucket, 'aws_s3_bucket_public_access_block.archive'),
      but(soundBucket, 'aws_s3_bucket_public_access_block.archive', { block_public_policy: undefined }),
    ],
  },
};
