import { KinesisStream } from '@cdktf/provider-aws/lib/kinesis-stream';
import type { Construct } from 'constructs';
import { type Duration, inHours } from '../../config/units';
import { Declared } from './declared';
import { platformOf } from './platform';

interface StreamProps {
  readonly name: string;
  readonly shards: number;
  readonly retention: Duration;
}

/** A Kinesis stream, encrypted. */
export class Stream extends Declared {
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
