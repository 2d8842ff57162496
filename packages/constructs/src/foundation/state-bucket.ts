import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import type { Construct } from 'constructs';
import { restrictBucketAccess } from '../aws/restrict-bucket-access';
import { Feature } from '../stack/feature';
import { platformOf } from '../stack/platform';

/**
 * S3 bucket for the Terraform states of the platform stack and of this foundation stack. The first run, with a local state,
 * creates it. The bucket is encrypted with S3-managed keys. If it used the KMS key managed in this state, losing the key would
 * make the state unreadable, and the state is required to repair the key.
 */
export class StateBucket extends Feature {
  readonly arn: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { settings, names } = platformOf(this);
    const bucket = new S3Bucket(this, 'state', {
      bucket: names.stateBucket(settings),
      // S3 rejects deleting a bucket that is not empty
      forceDestroy: false,
      lifecycle: { preventDestroy: settings.protectData },
    });
    this.arn = bucket.arn;
    restrictBucketAccess(bucket, bucket);
    new S3BucketServerSideEncryptionConfigurationA(bucket, 'encryption', {
      bucket: bucket.bucket,
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }],
    });
    this.keepVersions(bucket);
  }

  /** Keeps the newest overwritten versions, and versions from the last 90 days, for restoring a state. */
  private keepVersions(bucket: S3Bucket): void {
    const versioning = new S3BucketVersioningA(bucket, 'versioning', {
      bucket: bucket.bucket,
      versioningConfiguration: { status: 'Enabled' },
    });
    new S3BucketLifecycleConfiguration(bucket, 'lifecycle', {
      bucket: bucket.bucket,
      rule: [
        {
          id: 'forget-old-versions',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          noncurrentVersionExpiration: [{ noncurrentDays: 90, newerNoncurrentVersions: 20 }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 1 }],
        },
      ],
      dependsOn: [versioning],
    });
  }
}
