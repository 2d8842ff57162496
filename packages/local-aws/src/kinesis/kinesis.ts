import { createHash } from 'node:crypto';
import type { Clock } from '../clock';
import { AwsError } from '../gateway/service-api';
import { localAccount } from '../local-account';
import type { MetricStore } from '../metrics';
import type { Collection, Sequence, Store } from '../store';

export interface StreamRecord {
  sequenceNumber: string;
  partitionKey: string;
  /** Data in base64, as in the API. */
  data: string;
  /** Arrival time in milliseconds since the epoch. */
  arrivedAt: number;
}

export interface Shard {
  id: string;
  /** First and last MD5 hash, as numbers, of the partition keys in the shard. */
  hashKeys: { readonly from: bigint; readonly to: bigint };
  records: readonly StreamRecord[];
}

export interface Stream {
  name: string;
  arn: string;
  retentionHours: number;
  /** Time of creation in milliseconds since the epoch. */
  createdAt: number;
  shards: Shard[];
}

/** Persisted fields of a stream. Its records are persisted separately, in one sequence per shard. */
type KeptStream = Omit<Stream, 'shards'> & { shards: number };

export interface Kinesis {
  /** Creates a stream if it does not exist. An existing stream keeps its records and shards. */
  createStream(stream: { name: string; arn: string; shards: number; retentionHours: number }): void;
  /**
   * Adds a record to a stream.
   * @throws AwsError ResourceNotFoundException if the stream does not exist
   */
  put(
    streamName: string,
    record: { partitionKey: string; data: Uint8Array; cause?: number | undefined },
  ): { shardId: string; sequenceNumber: string };
  /**
   * Returns a stream.
   * @throws AwsError ResourceNotFoundException if the stream does not exist
   */
  stream(nameOrArn: string): Stream;
  /** Returns the ID of the event that caused a record of this run; undefined if the cause is unknown. */
  causeOf(record: StreamRecord): number | undefined;
  streams(): Stream[];
  /** Returns the platform's time in milliseconds since the epoch. */
  now(): number;
  /** Registers a callback that is called after each write to a stream. */
  onPut(streamName: string, listener: (shardId: string) => void): void;
}

/** Number of possible MD5 hashes, which Kinesis divides between the shards. */
const hashRange = 2n ** 128n;

function shardIndex(partitionKey: string, shards: number): number {
  if (shards === 1) return 0;
  const hash = BigInt(`0x${createHash('md5').update(partitionKey).digest('hex')}`);
  return Number((hash * BigInt(shards)) / hashRange);
}

/**
 * Returns the index of the first record after a sequence number. Sequence numbers can be compared as strings, because
 * all have the same length.
 */
export function placeAfter(records: readonly Pick<StreamRecord, 'sequenceNumber'>[], sequenceNumber: string): number {
  let [low, high] = [0, records.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((records[middle]?.sequenceNumber ?? '') > sequenceNumber) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Returns the hash keys of a shard, which has an equal share of the range. Rounds up, because `shardIndex` rounds down. */
function hashKeysOf(index: number, shards: number): Shard['hashKeys'] {
  const startOf = (at: number) => (hashRange * BigInt(at) + BigInt(shards) - 1n) / BigInt(shards);
  return { from: startOf(index), to: startOf(index + 1) - 1n };
}

/** Sequence number before the first record of every shard. Like on AWS, it has 56 digits; only the order matters. */
export const firstSequenceNumber = `496${'0'.repeat(53)}`;

const shardId = (index: number) => `shardId-${String(index).padStart(12, '0')}`;

/**
 * Creates an in-process Kinesis service. Each shard is an array in arrival order. This is sufficient for rules, log
 * subscriptions and event source mappings. Resharding, enhanced fan-out and shard limits are not supported.
 */
export function createKinesis(options: { clock: Clock; store: Store; metrics: MetricStore }): Kinesis {
  const { store } = options;
  const kept: Collection<KeptStream> = store.collection('kinesis-streams');
  const last: Collection<string> = store.collection('kinesis-sequence');
  const streams = new Map<string, Stream>();
  const records = new WeakMap<Shard, Sequence<StreamRecord>>();
  const causes = new WeakMap<StreamRecord, number>();
  const listeners = new Map<string, ((shardId: string) => void)[]>();
  let sequence = BigInt(last.get('number') ?? firstSequenceNumber);

  const open = (stream: KeptStream) => {
    const shards = Array.from({ length: stream.shards }, (_, index) => {
      const id = shardId(index);
      const held = store.sequence<StreamRecord>(`kinesis-records/${stream.name}/${id}`);
      const shard = { id, hashKeys: hashKeysOf(index, stream.shards), records: held.values };
      records.set(shard, held);
      return shard;
    });
    streams.set(stream.name, { ...stream, shards });
  };

  const find = (nameOrArn: string): Stream => {
    const name = nameOrArn.split('stream/').at(-1) ?? nameOrArn;
    const stream = streams.get(name);
    if (stream === undefined)
      throw new AwsError('ResourceNotFoundException', `Stream ${name} under account ${localAccount} not found.`);
    return stream;
  };

  const forgetOld = (shard: Sequence<StreamRecord>, retentionHours: number, now: number) => {
    const oldest = now - retentionHours * 3_600_000;
    while ((shard.values[0]?.arrivedAt ?? now) < oldest) shard.drop(1);
  };

  return {
    createStream({ name, arn, shards, retentionHours }) {
      const before = kept.get(name);
      const createdAt = before?.createdAt ?? options.clock.now();
      const stream = { name, arn, retentionHours, createdAt, shards: Math.max(shards, before?.shards ?? 0) };
      kept.set(name, stream);
      open(stream);
    },
    put(streamName, { partitionKey, data, cause }) {
      const stream = find(streamName);
      const shard = stream.shards[shardIndex(partitionKey, stream.shards.length)];
      const held = shard === undefined ? undefined : records.get(shard);
      if (shard === undefined || held === undefined)
        throw new AwsError('InternalFailure', `stream ${streamName} has no shard`, 500);
      sequence += 1n;
      const at = options.clock.now();
      const record = {
        sequenceNumber: String(sequence),
        partitionKey,
        data: Buffer.from(data).toString('base64'),
        arrivedAt: at,
      };
      last.set('number', record.sequenceNumber);
      held.push(record);
      if (cause !== undefined) causes.set(record, cause);
      forgetOld(held, stream.retentionHours, at);
      const tags = { streamname: stream.name };
      options.metrics.record({ metric: 'aws.kinesis.incoming_records', tags, value: 1, at });
      options.metrics.record({ metric: 'aws.kinesis.incoming_bytes', tags, value: data.byteLength, at });
      options.metrics.record({ metric: 'aws.kinesis.write_provisioned_throughput_exceeded', tags, value: 0, at });
      for (const listener of listeners.get(stream.name) ?? []) listener(shard.id);
      return { shardId: shard.id, sequenceNumber: record.sequenceNumber };
    },
    stream: find,
    causeOf: (record) => causes.get(record),
    streams: () => [...streams.values()],
    now: () => options.clock.now(),
    onPut(streamName, listener) {
      listeners.set(streamName, [...(listeners.get(streamName) ?? []), listener]);
    },
  };
}
