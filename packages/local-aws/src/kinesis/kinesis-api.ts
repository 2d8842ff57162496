import { z } from 'zod';
import { jsonApi, operation } from '../gateway/json-api';
import { resourceArn } from '../gateway/resource-arn';
import { type AccessedResources, AwsError, type ServiceApi } from '../gateway/service-api';
import { localAccount } from '../local-account';
import { iteratorOf, positionOf, streamOfIterator } from './iterator';
import { firstSequenceNumber, type Kinesis, type Shard, type Stream, type StreamRecord } from './kinesis';

const OneStream = z
  .object({ StreamName: z.string().optional(), StreamARN: z.string().optional() })
  .refine(
    (named) => named.StreamName !== undefined || named.StreamARN !== undefined,
    'StreamName or StreamARN is missing',
  );

const mebibyte = 2 ** 20;

/** Returns the size of a record in bytes, including its partition key. */
const sizeOf = ({ Data, PartitionKey }: { Data: string; PartitionKey: string }): number =>
  Buffer.byteLength(Data, 'base64') + Buffer.byteLength(PartitionKey);

/**
 * Schema for a record. A stream accepts records of up to 1 MiB unless its configuration sets `MaxRecordSizeInKiB`. Sources:
 * Kinesis API reference, "PutRecord", "CreateStream".
 */
const Entry = z
  .object({ PartitionKey: z.string().min(1).max(256), Data: z.base64() })
  .refine((record) => sizeOf(record) <= mebibyte, {
    path: ['Data'],
    message: `Member must have length less than or equal to ${mebibyte}`,
  });

/** Source: Kinesis API reference, "PutRecords": "up to a limit of 10 MiB for the entire request, including partition keys". */
const Records = z.array(Entry).max(500);
function checkTotalSize(records: z.infer<typeof Records>): void {
  if (records.reduce((total, record) => total + sizeOf(record), 0) > 10 * mebibyte)
    throw new AwsError('InvalidArgumentException', 'Records size exceeds 10 MB limit');
}

const nameOf = (named: { StreamName?: string | undefined; StreamARN?: string | undefined }) =>
  named.StreamName ?? named.StreamARN ?? '';

const describeShard = ({ id, hashKeys }: Shard) => ({
  ShardId: id,
  HashKeyRange: { StartingHashKey: String(hashKeys.from), EndingHashKey: String(hashKeys.to) },
  SequenceNumberRange: { StartingSequenceNumber: firstSequenceNumber },
});

const summarize = (stream: Stream) => ({
  StreamName: stream.name,
  StreamARN: stream.arn,
  StreamStatus: 'ACTIVE',
  StreamModeDetails: { StreamMode: 'PROVISIONED' },
  StreamCreationTimestamp: stream.createdAt / 1000,
});

const describe = (stream: Stream) => ({
  ...summarize(stream),
  RetentionPeriodHours: stream.retentionHours,
  EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
  EncryptionType: 'NONE',
});

/** Maximum number of shards in a response. Source: Kinesis API reference, "DescribeStream" and "ListShards". */
const shardsAtMost = { DescribeStream: 100, ListShards: 1_000 };

/** Returns a page of the shards after a shard, and whether more shards follow. */
function shardPage({ shards }: Stream, after: string | undefined, limit: number) {
  const later = shards.filter(({ id }) => after === undefined || id > after);
  return { page: later.slice(0, limit), more: later.length > limit };
}

/** Filter for shards. All local shards are open since their stream was created, so only `AFTER_SHARD_ID` omits shards. */
const ShardFilter = z
  .object({
    Type: z.enum([
      'AFTER_SHARD_ID',
      'AT_TRIM_HORIZON',
      'FROM_TRIM_HORIZON',
      'AT_LATEST',
      'AT_TIMESTAMP',
      'FROM_TIMESTAMP',
    ]),
    ShardId: z.string().optional(),
    Timestamp: z.number().optional(),
  })
  .refine(({ Type, ShardId }) => Type !== 'AFTER_SHARD_ID' || ShardId !== undefined, 'AFTER_SHARD_ID needs a ShardId')
  .refine(
    ({ Type, Timestamp }) => !Type.endsWith('_TIMESTAMP') || Timestamp !== undefined,
    'AT_TIMESTAMP and FROM_TIMESTAMP need a Timestamp',
  );

/** Source: Kinesis API reference, "ListStreams". */
const StreamList = z.object({
  Limit: z.int().min(1).max(10_000).default(100),
  NextToken: z.string().optional(),
  ExclusiveStartStreamName: z.string().optional(),
});

const ShardList = z.object({
  StreamName: z.string().optional(),
  StreamARN: z.string().optional(),
  NextToken: z.string().optional(),
  ExclusiveStartShardId: z.string().optional(),
  StreamCreationTimestamp: z.number().optional(),
  MaxResults: z.int().min(1).max(10_000).default(shardsAtMost.ListShards),
  ShardFilter: ShardFilter.optional(),
});

/**
 * Returns the stream and the shard after which a ListShards response starts.
 * @throws AwsError if the token is invalid, or is combined with the fields that it replaces
 */
function listedFrom(input: z.infer<typeof ShardList>) {
  const { NextToken, ShardFilter, ExclusiveStartShardId, StreamCreationTimestamp } = input;
  const named = nameOf(input);
  if (NextToken === undefined) {
    if (named === '') throw new AwsError('InvalidArgumentException', 'StreamName, StreamARN or NextToken is missing');
    return { stream: named, after: ExclusiveStartShardId ?? ShardFilter?.ShardId };
  }
  if ([named || undefined, ExclusiveStartShardId, StreamCreationTimestamp].some((given) => given !== undefined))
    throw new AwsError(
      'InvalidArgumentException',
      'NextToken cannot be combined with StreamName, StreamARN, ExclusiveStartShardId or StreamCreationTimestamp',
    );
  const place = positionOf(NextToken);
  if (place === undefined) throw new AwsError('InvalidArgumentException', 'Invalid NextToken');
  return { stream: place.stream, after: place.shard };
}

const recordAnswer = (record: StreamRecord) => ({
  SequenceNumber: record.sequenceNumber,
  ApproximateArrivalTimestamp: record.arrivedAt / 1000,
  Data: record.data,
  PartitionKey: record.partitionKey,
});

/** Source: Kinesis API reference, "GetShardIterator". */
const IteratorType = z.enum(['AT_SEQUENCE_NUMBER', 'AFTER_SEQUENCE_NUMBER', 'TRIM_HORIZON', 'LATEST', 'AT_TIMESTAMP']);

interface IteratorRequest {
  readonly shard: string;
  readonly type: z.infer<typeof IteratorType>;
  readonly sequence: string | undefined;
  /** Time for the type `AT_TIMESTAMP`, in seconds since the epoch. */
  readonly timestamp: number | undefined;
  /** Current time in milliseconds since the epoch. */
  readonly now: number;
}

function firstSequence(stream: Stream, { shard, type, sequence, timestamp, now }: IteratorRequest): string {
  const records = stream.shards.find(({ id }) => id === shard)?.records;
  if (records === undefined)
    throw new AwsError(
      'ResourceNotFoundException',
      `Shard ${shard} in stream ${stream.name} under account ${localAccount} does not exist`,
    );
  const afterLast = () => String(BigInt(records.at(-1)?.sequenceNumber ?? '0') + 1n);
  if (type === 'TRIM_HORIZON') return '0';
  if (type === 'LATEST') return afterLast();
  if (type === 'AT_SEQUENCE_NUMBER') return sequence ?? '0';
  if (type === 'AFTER_SEQUENCE_NUMBER') return String(BigInt(sequence ?? '0') + 1n);
  if (timestamp === undefined)
    throw new AwsError('InvalidArgumentException', 'the ShardIteratorType AT_TIMESTAMP needs a Timestamp');
  const at = Math.round(timestamp * 1000);
  if (at > now)
    throw new AwsError(
      'InvalidArgumentException',
      `The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. timestampInMillis: ${at}, currentTimestampInMillis: ${now}`,
    );
  return records.find(({ arrivedAt }) => arrivedAt >= at)?.sequenceNumber ?? afterLast();
}

/**
 * Returns the ARN of the stream that a call accesses. Source: service authorization reference, "Amazon
 * Kinesis Data Streams".
 */
const accessed: AccessedResources = (input, place) => {
  const iterator = input.text('ShardIterator', 'NextToken');
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
    ListStreams: operation(StreamList, ({ Limit, NextToken, ExclusiveStartStreamName }) => {
      const after = ExclusiveStartStreamName ?? NextToken ?? '';
      const later = kinesis.streams().filter(({ name }) => name > after);
      const page = later.sort((a, b) => (a.name < b.name ? -1 : 1)).slice(0, Limit);
      const more = later.length > Limit;
      return {
        StreamNames: page.map(({ name }) => name),
        StreamSummaries: page.map(summarize),
        HasMoreStreams: more,
        ...(more ? { NextToken: page.at(-1)?.name } : {}),
      };
    }),
    DescribeStream: operation(
      OneStream.and(
        z.object({
          ExclusiveStartShardId: z.string().optional(),
          Limit: z.int().min(1).max(10_000).default(shardsAtMost.DescribeStream),
        }),
      ),
      (input) => {
        const stream = kinesis.stream(nameOf(input));
        const { page, more } = shardPage(
          stream,
          input.ExclusiveStartShardId,
          Math.min(input.Limit, shardsAtMost.DescribeStream),
        );
        return {
          StreamDescription: { ...describe(stream), Shards: page.map(describeShard), HasMoreShards: more },
        };
      },
    ),
    DescribeStreamSummary: operation(OneStream, (named) => {
      const stream = kinesis.stream(nameOf(named));
      return {
        StreamDescriptionSummary: {
          ...describe(stream),
          OpenShardCount: stream.shards.length,
          ConsumerCount: 0,
        },
      };
    }),
    ListShards: operation(ShardList, (input) => {
      const { stream, after } = listedFrom(input);
      const { page, more } = shardPage(kinesis.stream(stream), after, input.MaxResults);
      const last = page.at(-1)?.id ?? '';
      return {
        Shards: page.map(describeShard),
        ...(more ? { NextToken: iteratorOf({ stream: kinesis.stream(stream).name, shard: last, from: '' }) } : {}),
      };
    }),
    PutRecord: operation(OneStream.and(Entry), (input, { cause }) => put(nameOf(input), input, cause)),
    PutRecords: operation(OneStream.and(z.object({ Records })), (input, { cause }) => {
      checkTotalSize(input.Records);
      return { FailedRecordCount: 0, Records: input.Records.map((record) => put(nameOf(input), record, cause)) };
    }),
    GetShardIterator: operation(
      OneStream.and(
        z.object({
          ShardId: z.string(),
          ShardIteratorType: IteratorType,
          StartingSequenceNumber: z.string().optional(),
          Timestamp: z.number().optional(),
        }),
      ),
      (input) => {
        const stream = kinesis.stream(nameOf(input));
        const from = firstSequence(stream, {
          shard: input.ShardId,
          type: input.ShardIteratorType,
          sequence: input.StartingSequenceNumber,
          timestamp: input.Timestamp,
          now: kinesis.now(),
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
