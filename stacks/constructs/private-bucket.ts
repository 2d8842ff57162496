import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import type { Construct } from 'constructs';
import { names } from '../../config/names';
import { type Duration, inDays } from '../../config/units';
import { closeBucket } from './closed-bucket';
import { Declared } from './declared';
import { platformOf } from './platform';
import type { Statement } from './policy-document';

interface PrivateBucketProps {
  /** After this an object is deleted, whichever its version. */
  readonly keeps: Duration;
}

/** A bucket that nobody outside sees: no public access, TLS alone, encrypted with the environment's key, versioned. */
export class PrivateBucket extends Declared {
  readonly arn: string;
  readonly name: string;

  constructor(scope: Construct, id: string, { keeps }: PrivateBucketProps) {
    super(scope, id);
    const { environment } = platformOf(this);
    const bucket = new S3Bucket(this, 'Default', {
      bucket: names.bucket(environment, id),
      forceDestroy: !environment.protectData,
    });
    this.arn = bucket.arn;
    this.name = bucket.bucket;
    closeBucket(this, bucket);
    this.encrypt();
    this.expireAfter(keeps);
  }

  /** Objects below a folder, found by their names. */
  reading(folder: string): readonly Statement[] {
    return [
      { Effect: 'Allow', Action: ['s3:GetObject'], Resource: `${this.arn}/${folder}*` },
      {
        Effect: 'Allow',
        Action: ['s3:ListBucket'],
        Resource: this.arn,
        Condition: { StringLike: { 's3:prefix': `${folder}*` } },
      },
      platformOf(this).key.useThrough('s3'),
    ];
  }

  /** What a role needs to put objects below a folder. */
  writing(folder: string): readonly Statement[] {
    return [
      { Effect: 'Allow', Action: ['s3:PutObject'], Resource: `${this.arn}/${folder}*` },
      platformOf(this).key.useThrough('s3'),
    ];
  }

  /** What a role needs to put objects into it (Lambda developer guide, "Retaining discarded batch records"). */
  get putting(): readonly Statement[] {
    return [
      { Effect: 'Allow', Action: ['s3:PutObject'], Resource: `${this.arn}/*` },
      { Effect: 'Allow', Action: ['s3:ListBucket'], Resource: this.arn },
      platformOf(this).key.useThrough('s3'),
    ];
  }

  private encrypt(): void {
    new S3BucketServerSideEncryptionConfigurationA(this, 'encryption', {
      bucket: this.name,
      rule: [
        {
          bucketKeyEnabled: true,
          applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: platformOf(this).key.arn },
        },
      ],
    });
  }

  private expireAfter(span: Duration): void {
    const versioning = new S3BucketVersioningA(this, 'versioning', {
      bucket: this.name,
      versioningConfiguration: { status: 'Enabled' },
    });
    new S3BucketLifecycleConfiguration(this, 'lifecycle', {
      bucket: this.name,
      rule: [
        {
          id: 'expire',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          expiration: [{ days: inDays(span) }],
          noncurrentVersionExpiration: [{ noncurrentDays: 1 }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 1 }],
        },
      ],
      dependsOn: [versioning],
    });
  }
}
