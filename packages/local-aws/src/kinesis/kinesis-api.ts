import { z } from 'zod';
import { jsonApi, operation } from '../gateway/json-api';
import { type AccessedResources, AwsError, type ServiceApi } from '../gateway/request';
import { resourceArn } from '../gateway/resource-arn';
import { iteratorOf, positionOf, streamOfIterator } from './iterator';
import type { Kinesis, Stream, StreamRecord } from './kinesis';

const OneStream = z
  .object({ StreamName: z.string().optional(), StreamARN: z.string().optional() })
  .refine(
    (named) => named.StreamName !== undefined || named.StreamARN !== undefined,
    'StreamName or StreamARN is missing',
  );

/** Schema for a record. Source: Kinesis API reference, "PutRecord". */
const Entry = z.object({ PartitionKey: z.string().min(1).max(256), Data: z.base64() });

const nameOf = (named: { StreamName?: string | undefined; StreamARN?: string | undefined }) =>
  named.StreamName ?? named.StreamARN ?? '';

const describeShard = (shard: Stream['shards'][number]) => ({
  ShardId: shard.id,
  HashKeyRange: { StartingHashKey: '0', EndingHashKey: '340282366920938463463374607431768211455' },
  SequenceNumberRange: { StartingSequenceNumber: shard.records[0]?.sequenceNumber ?? '0' },
});

const recordAnswer = (record: StreamRecord) => ({
  SequenceNumber: record.sequenceNumber,
  ApproximateArrivalTimestamp: record.arrivedAt / 1000,
  Data: record.data,
  PartitionKey: record.partitionKey,
});

function firstSequence(stream: Stream, request: { shard: string; type: string; sequence: string | undefined }): string {
  const records = stream.shards.find((shard) => shard.id === request.shard)?.records;
  if (records === undefined) {
    throw new AwsError('ResourceNotFoundException', `Shard ${request.shard} not found in stream ${stream.name}`);
  }
  if (request.type === 'TRIM_HORIZON') return '0';
  if (request.type === 'LATEST') return String(BigInt(records.at(-1)?.sequenceNumber ?? '0') + 1n);
  if (request.type === 'AT_SEQUENCE_NUMBER') return request.sequence ?? '0';
  if (request.type === 'AFTER_SEQUENCE_NUMBER') return String(BigInt(request.sequence ?? '0') + 1n);
  throw new AwsError('InvalidArgumentException', `ShardIteratorType ${request.type} is not supported locally`);
}

/**
 * Returns the ARN of the stream that a call accesses. Source: service authorization reference, "Amazon
 * Kinesis Data Streams".
 */
const accessed: AccessedResources = (input, place) => {
  const iterator = input.text('ShardIterator');
  const stream = input.text('StreamARN', 'StreamName') ?? (iterator && streamOfIterator(iterator));
  return [stream && resourceArn('kinesis', 'stream/', stream, place)];
};

/** Creates the Kinesis API. */
export function kinesisApi(kinesis: Kinesis): ServiceApi {
  const put = (stream: string, { PartitionKey, Data }: z.infer<typeof Entry>, cause: number | undefined) => {
    const record = { partitionKey: PartitionKey, data: Buffer.from(Data, 'base64'), cause };
    const { shardId, sequenceNumber } = kinesis.put(stream, record);
    return { ShardId: shardId, SequenceNumber: sequenceNumber };
  };
  const api = jsonApi('kinesis', {
    ListStreams: operation(z.object({}), () => ({
      StreamNames: kinesis.streams().map((stream) => stream.name),
      HasMoreStreams: false,
    })),
    DescribeStreamSummary: operation(OneStream, (named) => {
      const stream = kinesis.stream(nameOf(named));
      return {
        StreamDescriptionSummary: {
          StreamName: stream.name,
          StreamARN: stream.arn,
          StreamStatus: 'ACTIVE',
          RetentionPeriodHours: stream.retentionHours,
          OpenShardCount: stream.shards.length,
          EnhancedMonitoring: [],
        },
      };
    }),
    ListShards: operation(OneStream, (named) => ({ Shards: kinesis.stream(nameOf(named)).shards.map(describeShard) })),
    PutRecord: operation(OneStream.and(Entry), (input, { cause }) => put(nameOf(input), input, cause)),
    PutRecords: operation(OneStream.and(z.object({ Records: z.array(Entry).max(500) })), (input, { cause }) => ({
      FailedRecordCount: 0,
      Records: input.Records.map((record) => put(nameOf(input), record, cause)),
    })),
    GetShardIterator: operation(
      OneStream.and(
        z.object({
          ShardId: z.string(),
          ShardIteratorType: z.string(),
          StartingSequenceNumber: z.string().optional(),
        }),
      ),
      (input) => {
        const stream = kinesis.stream(nameOf(input));
        const from = firstSequence(stream, {
          shard: input.ShardId,
          type: input.ShardIteratorType,
          sequence: input.StartingSequenceNumber,
        });
        return { ShardIterator: iteratorOf({ stream: stream.name, shard: input.ShardId, from }) };
      },
    ),
    GetRecords: operation(z.object({ ShardIterator: z.string(), Limit: z.number().optional() }), (input) => {
      const place = positionOf(input.ShardIterator);
      if (place === undefined) throw new AwsError('InvalidArgumentException', 'Invalid ShardIterator');
      const shard = kinesis.stream(place.stream).shards.find((candidate) => candidate.id === place.shard);
      const from = BigInt(place.from);
      const later = (shard?.records ?? []).filter((record) => BigInt(record.sequenceNumber) >= from);
      const records = later.slice(0, input.Limit ?? 10_000);
      const last = records.at(-1);
      const next = last === undefined ? place.from : String(BigInt(last.sequenceNumber) + 1n);
      return {
        Records: records.map(recordAnswer),
        NextShardIterator: iteratorOf({ ...place, from: next }),
        MillisBehindLatest: 0,
      };
    }),
  });
  return Object.assign(api, { accessed });
}
