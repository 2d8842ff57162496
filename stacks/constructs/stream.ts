import { KinesisStream } from '@cdktf/provider-aws/lib/kinesis-stream';
import { Construct } from 'constructs';
import { type Duration, inHours } from '../../config/units';
import { platformOf } from './platform';

interface StreamProps {
  readonly name: string;
  readonly shards: number;
  readonly retention: Duration;
}

/** A Kinesis stream, encrypted. */
export class Stream extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { name, shards, retention }: StreamProps) {
    super(scope, id);
    const stream = new KinesisStream(this, 'Default', {
      name,
      shardCount: shards,
      retentionPeriod: inHours(retention),
      encryptionType: 'KMS',
      kmsKeyId: platformOf(this).key.arn,
    });
    this.arn = stream.arn;
  }
}
