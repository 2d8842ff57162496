import type { Check } from '../check';
import { but, without } from '../example';
import { isnt } from '../resource';
import { soundBucket } from './sound';

export const s3Versioning: Check = {
  id: 's3-versioning',
  severity: 'minor',
  about: ['aws_s3_bucket'],
  reason: 'an object that is overwritten or deleted by mistake cannot be restored',
  fix: 'aws_s3_bucket_versioning with versioning_configuration { status = "Enabled" }',
  source: 'IoT Lens IOTREL07-BP02; Checkov CKV_AWS_21',
  finds(bucket, all) {
    const versionings = all.naming(bucket, { type: 'aws_s3_bucket_versioning', by: 'bucket' });
    return versionings?.every((one) => isnt(one, 'versioning_configuration.status', 'Enabled')) ?? false;
  },
  examples: {
    good: [soundBucket],
    bad: [
      without(soundBucket, 'aws_s3_bucket_versioning.archive'),
      but(soundBucket, 'aws_s3_bucket_versioning.archive', { versioning_configuration: { status: 'Suspended' } }),
    ],
  },
};
