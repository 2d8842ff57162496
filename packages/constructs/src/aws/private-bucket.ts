import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import type { Construct } from 'constructs';
import { DeclaredConstruct } from '../stack/declared-construct';
import { platformOf } from '../stack/platform';
import { type Duration, inDays } from '../units';
import type { Statement } from './policy-document';
import { restrictBucketAccess } from './restrict-bucket-access';

interface PrivateBucketProps {
  /** Retention of objects. Noncurrent versions are deleted after one day. */
  readonly keeps: Duration;
}

/** Private S3 bucket: no public access, TLS only, encrypted with the environment's key, versioned. */
export class PrivateBucket extends DeclaredConstruct {
  readonly arn: string;
  readonly name: string;

  constructor(scope: Construct, id: string, { keeps }: PrivateBucketProps) {
    super(scope, id);
    const { settings, names } = platformOf(this);
    const bucket = new S3Bucket(this, 'Default', {
      bucket: names.bucket(settings, id),
      forceDestroy: !settings.protectData,
    });
    this.arn = bucket.arn;
    this.name = bucket.bucket;
    restrictBucketAccess(this, bucket);
    this.encrypt();
    this.expireAfter(keeps);
  }

  /** Grants permission to list and read the objects in a folder. */
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

  /** Grants permission to write objects to a folder. */
  writing(folder: string): readonly Statement[] {
    return [
      { Effect: 'Allow', Action: ['s3:PutObject'], Resource: `${this.arn}/${folder}*` },
      platformOf(this).key.useThrough('s3'),
    ];
  }

  /** Grants Lambda permission to write failed batches (Lambda developer guide, "Retaining discarded batch records"). */
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
