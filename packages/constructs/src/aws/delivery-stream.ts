import { KinesisFirehoseDeliveryStream } from '@cdktf/provider-aws/lib/kinesis-firehose-delivery-stream';
import type { Construct } from 'constructs';
import { DeclaredConstruct } from '../stack/declared-construct';
import { platformOf } from '../stack/platform';
import { type Duration, inMebibytes, mebibytes } from '../units';
import type { Grant } from './policy-document';
import type { PrivateBucket } from './private-bucket';
import { ServiceRole } from './service-role';

interface DeliveryStreamProps {
  readonly to: PrivateBucket;
  /** Maximum buffering time. */
  readonly within: Duration;
  /** Returns the folder for one day's records: `measurements/day=2026-11-24/`. */
  readonly folderOf: (day: string) => string;
}

/** Firehose stream that writes records to a bucket, one record per line, in one folder per day. Its name is its id. */
export class DeliveryStream extends DeclaredConstruct {
  readonly arn: string;
  readonly name: string;

  constructor(scope: Construct, id: string, { to, within, folderOf }: DeliveryStreamProps) {
    super(scope, id);
    const { settings, key } = platformOf(this);
    const arn = `arn:aws:firehose:${settings.region}:${settings.account}:deliverystream/${id}`;
    const role = new ServiceRole(this, 'role', {
      name: `firehose-${id}`,
      service: 'firehose.amazonaws.com',
      source: { account: settings.account, arn },
      can: [writeTo(to)],
    });
    const stream = new KinesisFirehoseDeliveryStream(this, 'Default', {
      name: id,
      destination: 'extended_s3',
      serverSideEncryption: { enabled: true, keyType: 'CUSTOMER_MANAGED_CMK', keyArn: key.arn },
      extendedS3Configuration: {
        roleArn: role.arn,
        bucketArn: to.arn,
        prefix: folderOf('!{timestamp:yyyy-MM-dd}'),
        errorOutputPrefix: `${id}-errors/!{firehose:error-output-type}/`,
        bufferingInterval: within.seconds,
        bufferingSize: inMebibytes(mebibytes(5)),
        compressionFormat: 'GZIP',
        fileExtension: '.jsonl.gz',
        kmsKeyArn: key.arn,
      },
      dependsOn: [role.policy],
    });
    this.arn = stream.arn;
    this.name = stream.name;
  }
}

/** Grants permission to write records to the delivery stream. */
export const grantPutRecord = (stream: DeliveryStream): Grant => [
  { Effect: 'Allow', Action: ['firehose:PutRecord'], Resource: stream.arn },
];

/**
 * Grants Firehose access to the stream's bucket (Firehose developer guide, "Grant Firehose access to an Amazon S3 destination").
 */
const writeTo = (bucket: PrivateBucket): Grant => [
  { Effect: 'Allow', Action: ['s3:AbortMultipartUpload', 's3:PutObject'], Resource: `${bucket.arn}/*` },
  {
    Effect: 'Allow',
    Action: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
    Resource: bucket.arn,
  },
  platformOf(bucket).key.useThrough('s3'),
];
