import { z } from 'zod';
import { type Authorizer, requireAllowed } from '../authorize';
import type { Cancel, Clock } from '../clock';
import type { EventBus } from '../events';
import { functionRole } from '../iam/principal';
import type { Collection } from '../store';
import type { Deliver } from './destinations';
import type { Lambda } from './lambda-service';
import type { MappedRecord, StreamParts } from './mapped-stream';
import { openStream } from './open-stream';
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
  /** Returns whether a record passes the filters; the function does not receive other records. */
  passes(record: object): boolean;
}

export interface StreamMappingOptions extends StreamParts {
  clock: Clock;
  /** Sequence number of the last processed record, keyed by shard. */
  positions: Collection<string>;
  bus: EventBus;
  lambda: Lambda;
  authorizer: Authorizer;
  /** Delivers failed records to their destination. */
  deliver: Deliver;
}

const Answer = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })) });

/**
 * Returns the records in a batch that must be retried after an invocation:
 * the earliest failed record and all later records.
 */
function unprocessed(batch: Batch, mapping: StreamMapping, result: unknown): MappedRecord[] {
  const failures = mapping.reportsItemFailures ? (Answer.safeParse(result).data?.batchItemFailures ?? []) : [];
  if (failures.length === 0) return [];
  const failed = new Set(failures.map((failure) => failure.itemIdentifier));
  const from = batch.records.findIndex((record) => failed.has(record.sequenceNumber));
  // if the identifier is unknown, the whole batch counts as failed
  return batch.records.slice(Math.max(0, from));
}

const retryDelayMilliseconds = 1_000;

/**
 * Reads a stream shard by shard, in order, and invokes a function with batches until each record is processed or sent
 * to the failure destination.
 */
export function startStreamMapping(mapping: StreamMapping, options: StreamMappingOptions): Cancel {
  const { clock, positions, bus, lambda } = options;
  const stream = openStream(mapping, options);
  const functionName = mapping.functionArn.split(':').at(-1) ?? mapping.functionArn;
  const busy = new Set<string>();
  let isStopped = false;
  // without a maximum age, the stream's retention is the limit, because older records no longer exist
  const oldestMilliseconds = mapping.maximumAgeSeconds >= 0 ? mapping.maximumAgeSeconds * 1000 : stream.retention;

  const causesOf = (records: readonly MappedRecord[]) => [
    ...new Set(records.flatMap((record) => record.cause() ?? [])),
  ];

  const park = async (batch: Batch, shardId: string, condition: string) => {
    const destinationArn = mapping.onFailure;
    if (destinationArn === undefined) return;
    const whole = destinationArn.startsWith('arn:aws:s3:');
    const event = whole ? eventOf(batch.records) : undefined;
    await options.deliver({
      destinationArn,
      from: { name: functionName, role: mapping.role },
      record: failureRecord(mapping, {
        batch,
        batchInfo: stream.batchInfo,
        shardId,
        condition,
        at: clock.now(),
        event,
      }),
      place: `${mapping.id}/${shardId}`,
      why: condition,
      cause: undefined,
    });
  };

  const invoke = async (batch: Batch): Promise<MappedRecord[]> => {
    const id = bus.begin(undefined);
    const event = eventOf(batch.records);
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
        stream: stream.name,
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
    const left = await invoke(batch);
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

  const nextBatch = (shardId: string): MappedRecord[] =>
    stream.after(shardId, positions.get(shardId) ?? '0', mapping.batchSize);

  const recordAge = (records: readonly MappedRecord[]) => {
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
    stream.recordAge(value, at);
  };

  const read = async (shardId: string): Promise<void> => {
    if (busy.has(shardId)) return;
    busy.add(shardId);
    try {
      const principal = functionRole(mapping.role, functionName);
      for (;;) {
        for (const action of stream.actions)
          requireAllowed(options.authorizer, { principal, action, resource: mapping.streamArn });
        const records = nextBatch(shardId);
        if (records.length === 0 || isStopped) return;
        const passing = records.filter((record) => mapping.passes(record.content()));
        if (passing.length > 0) await process({ records: passing, attempts: 0 }, shardId);
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
          text: `${functionName} stopped reading ${stream.name}: ${String(error)}`,
        }),
      );
    clock.after(mapping.batchingWindowSeconds * 1000, start);
  };

  for (const shardId of stream.shards()) {
    // store the position even for an empty shard, because the next start would otherwise skip the first records of the shard
    if (mapping.startingPosition === 'LATEST' && positions.get(shardId) === undefined)
      positions.set(shardId, stream.newest(shardId) ?? '0');
    wake(shardId);
  }
  stream.onRecord(wake);
  return () => {
    isStopped = true;
  };
}
