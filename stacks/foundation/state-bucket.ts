import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import type { Construct } from 'constructs';
import { names } from '../../config/names';
import { closeBucket } from '../constructs/closed-bucket';
import { Feature } from '../constructs/feature';
import { platformOf } from '../constructs/platform';

/**
 * Where Terraform keeps what it knows of both stacks, this one included: made by a first run whose state is a file
 * (docs/deploy.md). Encrypted by S3's own keys: under the key that this very state declares, whoever lost the key could read
 * no state to mend it by.
 */
export class StateBucket extends Feature {
  readonly arn: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { environment } = platformOf(this);
    const bucket = new S3Bucket(this, 'state', {
      bucket: names.stateBucket(environment),
      // S3 itself deletes no bucket that holds something
      forceDestroy: false,
      lifecycle: { preventDestroy: environment.protectData },
    });
    this.arn = bucket.arn;
    closeBucket(bucket, bucket);
    new S3BucketServerSideEncryptionConfigurationA(bucket, 'encryption', {
      bucket: bucket.bucket,
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }],
    });
    this.keepVersions(bucket);
  }

  /** Of a state that was overwritten, the last ones and those of a quarter: docs/restore.md goes back to one. */
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
