import type { Streams } from '../dynamodb/streams';
import type { Kinesis } from '../kinesis/kinesis';
import type { MetricStore } from '../metrics';

/** Record that an event source mapping passes to a function. */
export interface MappedRecord {
  sequenceNumber: string;
  /** Arrival time in milliseconds since the epoch. */
  arrivedAt: number;
  /** Returns the ID of the event that caused the record; undefined if the cause is unknown. */
  cause(): number | undefined;
  /** Returns the record in the format of the function's event. */
  content(): object;
}

/** Stream that an event source mapping reads. */
export interface MappedStream {
  /** Name on the screen. */
  readonly name: string;
  /** Time in milliseconds after which a record no longer exists. */
  readonly retention: number;
  /** Permissions on the stream that the function's role requires. */
  readonly actions: readonly string[];
  /** Member of a failure record that describes the failed batch. */
  readonly batchInfo: 'KinesisBatchInfo' | 'DDBStreamBatchInfo';
  shards(): readonly string[];
  /** Returns the sequence number of the newest record in a shard. */
  newest(shardId: string): string | undefined;
  /** Returns at most `count` records of a shard after a sequence number. */
  after(shardId: string, sequenceNumber: string, count: number): MappedRecord[];
  /** Registers a callback that is called after each new record. */
  onRecord(listener: (shardId: string) => void): void;
  /** Records the stream's own metrics when a batch is read. @param age age of the batch's first record in milliseconds */
  recordAge(age: number, at: number): void;
}

export interface StreamParts {
  kinesis: Kinesis;
  dynamodb: { readonly streams: Pick<Streams, 'find' | 'onRecord'> };
  metrics: MetricStore;
  region: string;
}
