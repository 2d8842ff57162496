import { KinesisStream } from '@cdktf/provider-aws/lib/kinesis-stream';
import type { Construct } from 'constructs';
import { DeclaredConstruct } from '../stack/declared-construct';
import { platformOf } from '../stack/platform';
import { type Duration, inHours } from '../units';
import type { Grant } from './policy-document';

interface StreamProps {
  readonly name: string;
  readonly shards: number;
  readonly retention: Duration;
}

/** Encrypted Kinesis stream. */
export class Stream extends DeclaredConstruct {
  readonly arn: string;
  readonly name: string;
  /**
   * Maximum number of concurrent executions that read the stream: one per shard (Lambda developer guide, "Using Lambda with
   * Kinesis"), doubled, because UpdateShardCount can double the shards during an incident.
   */
  readonly maxConcurrentReads: number;

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
    this.name = stream.name;
    this.maxConcurrentReads = 2 * shards;
  }
}

/** Grants permission to write records to the stream. */
export const append = (stream: Stream): Grant => [
  { Effect: 'Allow', Action: ['kinesis:PutRecord'], Resource: stream.arn },
  platformOf(stream).key.useThrough('kinesis'),
];
