import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { Feature, restrictBucketAccess } from '@himeshima/constructs';
import type { Construct } from 'constructs';
import { names } from '../../config/names';
import { environmentOf } from '../environment-context';

/**
 * S3 bucket for the Terraform state of both stacks, including this one. It is created by a first run with a local state
 * (docs/deploy.md). It is encrypted with S3-managed keys: if it used the KMS key that this state manages, losing that key would
 * also make the state unreadable that is needed for the repair.
 */
export class StateBucket extends Feature {
  readonly arn: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const environment = environmentOf(this);
    const bucket = new S3Bucket(this, 'state', {
      bucket: names.stateBucket(environment),
      // S3 rejects deleting a bucket that is not empty
      forceDestroy: false,
      lifecycle: { preventDestroy: environment.protectData },
    });
    this.arn = bucket.arn;
    restrictBucketAccess(bucket, bucket);
    new S3BucketServerSideEncryptionConfigurationA(bucket, 'encryption', {
      bucket: bucket.bucket,
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }],
    });
    this.keepVersions(bucket);
  }

  /** Keeps the newest overwritten versions and those of the last 90 days, from which docs/restore.md restores a state. */
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
