import type { Check } from '../check';
import { but, without } from '../example';
import { blocksAt, is, isUnknown } from '../resource';
import { soundBucket } from './sound';

export const s3Lifecycle: Check = {
  id: 's3-lifecycle',
  severity: 'minor',
  about: ['aws_s3_bucket'],
  reason: 'objects never expire, so storage costs keep growing',
  fix: 'aws_s3_bucket_lifecycle_configuration with an enabled rule',
  source: 'IoT Lens IOTCOST02-BP01; Checkov CKV2_AWS_61',
  finds(bucket, all) {
    const lifecycles = all.naming(bucket, { type: 'aws_s3_bucket_lifecycle_configuration', by: 'bucket' });
    return (
      lifecycles?.every(
        (one) => !isUnknown(one, 'rule') && !blocksAt(one, 'rule').some((rule) => is(rule, 'status', 'Enabled')),
      ) ?? false
    );
  },
  examples: {
    good: [soundBucket],
    bad: [
      without(soundBucket, 'aws_s3_bucket_lifecycle_configuration.archive'),
      but(soundBucket, 'aws_s3_bucket_lifecycle_configuration.archive', { rule: [{ id: 'x', status: 'Disabled' }] }),
    ],
  },
};
