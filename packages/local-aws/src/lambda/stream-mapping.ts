import { z } from 'zod';
import { type Authorizer, requireAllowed } from '../authorize';
import type { Cancel, Clock } from '../clock';
import type { EventBus } from '../events';
import { functionRole } from '../iam/principal';
import { type Kinesis, placeAfter, type StreamRecord } from '../kinesis/kinesis';
import type { MetricStore } from '../metrics';
import type { Collection } from '../store';
import type { Deliver } from './destinations';
import type { Lambda } from './lambda-service';
import { type Batch, eventOf, failureRecord, type StreamSource } from './stream-records';

/** Event source mapping from a stream, as Terraform declares it. */
export interface StreamMapping extends StreamSource {
  startingPosition: 'TRIM_HORIZON' | 'LATEST';
  batchSize: number;
  /** Maximum time in seconds to wait for a batch to fill. */
  batchingWindowSeconds: number;
  reportsItemFailures: boolean;
  bisect: boolean;
  /** Maximum number of retries; -1 retries until the record expires. */
  maximumRetries: number;
  /** Maximum age of a record in seconds; -1 for no limit. */
  maximumAgeSeconds: number;
  onFailure: string | undefined;
}

export interface StreamMappingOptions {
  clock: Clock;
  /** Sequence number of the last processed record, keyed by shard. */
  positions: Collection<string>;
  bus: EventBus;
  metrics: MetricStore;
  kinesis: Kinesis;
  lambda: Lambda;
  authorizer: Authorizer;
  region: string;
  /** Delivers failed records to their destination. */
  deliver: Deliver;
}

const Answer = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })) });

/**
 * Returns the records in a batch that must be retried after an invocation:
 * the earliest failed record and all later records.
 */
function unprocessed(batch: Batch, mapping: StreamMapping, result: unknown): StreamRecord[] {
  const failures = mapping.reportsItemFailures ? (Answer.safeParse(result).data?.batchItemFailures ?? []) : [];
  if (failures.length === 0) return [];
  const failed = new Set(failures.map((failure) => failure.itemIdentifier));
  const from = batch.records.findIndex((record) => failed.has(record.sequenceNumber));
  // if the identifier is unknown, the whole batch counts as failed
  return batch.records.slice(Math.max(0, from));
}

const retryDelayMilliseconds = 1_000;

/** Permissions on the stream that the function's role requires. Source: Lambda developer guide, "with-kinesis". */
const reading = ['GetRecords', 'GetShardIterator', 'DescribeStream', 'DescribeStreamSummary', 'ListShards'];

/**
 * Reads a stream shard by shard, in order, and invokes a function with batches until each record is processed or sent
 * to the failure destination.
 */
export function startStreamMapping(mapping: StreamMapping, options: StreamMappingOptions): Cancel {
  const { clock, positions, bus, kinesis, lambda } = options;
  const streamName = mapping.streamArn.split('stream/').at(-1) ?? mapping.streamArn;
  const functionName = mapping.functionArn.split(':').at(-1) ?? mapping.functionArn;
  const busy = new Set<string>();
  let isStopped = false;
  // without a maximum age, the stream's retention is the limit, because older records no longer exist
  const oldestMilliseconds =
    mapping.maximumAgeSeconds >= 0
      ? mapping.maximumAgeSeconds * 1000
      : kinesis.stream(streamName).retentionHours * 3_600_000;

  const causesOf = (records: readonly StreamRecord[]) => [
    ...new Set(records.flatMap((record) => kinesis.causeOf(record) ?? [])),
  ];

  const park = async (batch: Batch, shardId: string, condition: string) => {
    const destinationArn = mapping.onFailure;
    if (destinationArn === undefined) return;
    const whole = destinationArn.startsWith('arn:aws:s3:');
    const event = whole ? eventOf(mapping, shardId, batch.records, options.region) : undefined;
    await options.deliver({
      destinationArn,
      from: { name: functionName, role: mapping.role },
      record: failureRecord(mapping, { batch, shardId, condition, at: clock.now(), event }),
      place: `${mapping.id}/${shardId}`,
      why: condition,
      cause: undefined,
    });
  };

  const invoke = async (batch: Batch, shardId: string): Promise<StreamRecord[]> => {
    const id = bus.begin(undefined);
    const event = eventOf(mapping, shardId, batch.records, options.region);
    const principal = {
      kind: 'service',
      service: 'lambda.amazonaws.com',
      sourceArn: mapping.streamArn,
    } as const;
    const left = await lambda
      .invoke({ functionArn: mapping.functionArn, event, principal, cause: id })
      .then(({ outcome }) =>
        outcome.status === 'success' ? unprocessed(batch, mapping, outcome.result) : batch.records,
      )
      .catch(() => batch.records);
    const next = left.length === 0 ? undefined : mapping.bisect && left.length > 1 ? 'bisected and retried' : 'retried';
    bus.emit(
      {
        kind: 'batch',
        stream: streamName,
        function: functionName,
        records: batch.records.length,
        failed: left.length,
        next,
      },
      undefined,
      id,
      { links: causesOf(batch.records) },
    );
    return left;
  };

  const process = async (batch: Batch, shardId: string): Promise<void> => {
    recordAge(batch.records);
    const left = await invoke(batch, shardId);
    batch.attempts += 1;
    if (left.length === 0 || isStopped) return;
    const age = clock.now() - (left[0]?.arrivedAt ?? 0);
    if (age > oldestMilliseconds) {
      return park({ ...batch, records: left }, shardId, 'RecordAgeExceeded');
    }
    // bisecting does not count as a retry, because it isolates the failing record
    if (mapping.bisect && left.length > 1) {
      const middle = Math.ceil(left.length / 2);
      await process({ records: left.slice(0, middle), attempts: 0 }, shardId);
      return process({ records: left.slice(middle), attempts: 0 }, shardId);
    }
    if (mapping.maximumRetries >= 0 && batch.attempts > mapping.maximumRetries) {
      return park({ records: left, attempts: batch.attempts }, shardId, 'RetryAttemptsExhausted');
    }
    await new Promise<void>((resolve) => clock.after(retryDelayMilliseconds, resolve));
    return process({ records: left, attempts: batch.attempts }, shardId);
  };

  const nextBatch = (shardId: string): StreamRecord[] => {
    const records = kinesis.stream(streamName).shards.find((shard) => shard.id === shardId)?.records ?? [];
    const from = placeAfter(records, positions.get(shardId) ?? '0');
    return records.slice(from, from + mapping.batchSize);
  };

  const recordAge = (records: readonly StreamRecord[]) => {
    const at = clock.now();
    const value = Math.max(0, at - (records[0]?.arrivedAt ?? at));
    options.metrics.record({
      metric: 'aws.lambda.iterator_age',
      tags: { functionname: functionName, resource: functionName },
      value,
      at,
    });
    options.metrics.record({
      metric: 'aws.lambda.iterator_age.maximum',
      tags: { functionname: functionName, resource: functionName },
      value,
      at,
    });
    options.metrics.record({
      metric: 'aws.kinesis.get_records_iterator_age_milliseconds.maximum',
      tags: { streamname: streamName },
      value,
      at,
    });
    options.metrics.record({
      metric: 'aws.kinesis.read_provisioned_throughput_exceeded',
      tags: { streamname: streamName },
      value: 0,
      at,
    });
  };

  const read = async (shardId: string): Promise<void> => {
    if (busy.has(shardId)) return;
    busy.add(shardId);
    try {
      const principal = functionRole(mapping.role, functionName);
      for (;;) {
        for (const call of reading)
          requireAllowed(options.authorizer, { principal, action: `kinesis:${call}`, resource: mapping.streamArn });
        const records = nextBatch(shardId);
        if (records.length === 0 || isStopped) return;
        await process({ records, attempts: 0 }, shardId);
        // the batch may have failed, so the next mapping reads the batch again
        if (isStopped) return;
        positions.set(shardId, records.at(-1)?.sequenceNumber ?? '0');
      }
    } finally {
      busy.delete(shardId);
    }
  };

  const wake = (shardId: string) => {
    const start = () =>
      void read(shardId).catch((error: unknown) =>
        bus.emit({
          kind: 'note',
          failed: true,
          about: { type: 'aws_lambda_function', name: functionName },
          text: `${functionName} stopped reading ${streamName}: ${String(error)}`,
        }),
      );
    clock.after(mapping.batchingWindowSeconds * 1000, start);
  };

  for (const shard of kinesis.stream(streamName).shards) {
    // store the position even for an empty shard, because the next start would otherwise skip the first records of the shard
    if (mapping.startingPosition === 'LATEST' && positions.get(shard.id) === undefined)
      positions.set(shard.id, shard.records.at(-1)?.sequenceNumber ?? '0');
    wake(shard.id);
  }
  kinesis.onPut(streamName, wake);
  return () => {
    isStopped = true;
  };
}
