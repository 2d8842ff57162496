import { z } from 'zod';
import { type JsonOperation, operation } from '../gateway/json-api';
import { AwsError } from '../gateway/service-api';
import { recordContent, streamShardId } from './stream-record';
import { type ChangeRecord, firstSequenceNumber, type Streams, type TableStream } from './streams';

const Arn = z.string().min(37).max(1024);
const sequenceNumber = z
  .string()
  .regex(/^\d{21,40}$/)
  .optional();

/** Time after which an iterator expires. Source: DynamoDB API reference, "GetShardIterator". */
const iteratorLife = 15 * 60_000;

const Iterator = z.object({ stream: z.string(), after: z.string(), at: z.number() });

const iteratorOf = (iterator: z.infer<typeof Iterator>): string =>
  Buffer.from(JSON.stringify(iterator)).toString('base64url');

function positionOf(text: string): z.infer<typeof Iterator> | undefined {
  try {
    return Iterator.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))).data;
  } catch {
    return undefined;
  }
}

/** Returns the ARN of the stream in an iterator, for the permission check. */
export const streamOfIterator = (text: string): string | undefined => positionOf(text)?.stream;

const before = (number: string): string => String(BigInt(number) - 1n);

const recordAnswer = (record: ChangeRecord, stream: TableStream, region: string) => ({
  ...recordContent(record, stream, region),
  ...(record.isExpiry && { userIdentity: { Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' } }),
});

/** Returns the operations of DynamoDB Streams. Source: DynamoDB API reference, "Amazon DynamoDB Streams". */
export function streamOperations(options: {
  streams: Streams;
  now(): number;
  region: string;
  keySchemaOf(table: string): Promise<readonly object[]>;
}): Readonly<Record<string, JsonOperation>> {
  const { streams, now, region } = options;
  return {
    ListStreams: operation(
      z.object({
        TableName: z.string().optional(),
        Limit: z.int().min(1).max(100).default(100),
        ExclusiveStartStreamArn: Arn.optional(),
      }),
      ({ TableName, Limit, ExclusiveStartStreamArn: after }) => {
        const found = streams.all().filter(({ table }) => TableName === undefined || table === TableName);
        const from = after === undefined ? 0 : found.findIndex(({ arn }) => arn === after) + 1;
        const page = found.slice(from, from + Limit);
        return {
          Streams: page.map(({ arn, table, label }) => ({ StreamArn: arn, TableName: table, StreamLabel: label })),
          ...(from + Limit < found.length && { LastEvaluatedStreamArn: page.at(-1)?.arn }),
        };
      },
    ),
    DescribeStream: operation(
      z.object({
        StreamArn: Arn,
        Limit: z.int().min(1).max(100).optional(),
        ExclusiveStartShardId: z.string().optional(),
      }),
      async ({ StreamArn, ExclusiveStartShardId }) => {
        const { stream, records } = streams.find(StreamArn);
        const isOpen = stream.disabledAt === undefined;
        const SequenceNumberRange = {
          StartingSequenceNumber: records[0]?.sequenceNumber ?? firstSequenceNumber,
          ...(!isOpen && { EndingSequenceNumber: records.at(-1)?.sequenceNumber ?? firstSequenceNumber }),
        };
        return {
          StreamDescription: {
            StreamArn,
            StreamLabel: stream.label,
            StreamStatus: isOpen ? 'ENABLED' : 'DISABLED',
            StreamViewType: stream.viewType,
            CreationRequestDateTime: stream.createdAt / 1000,
            TableName: stream.table,
            KeySchema: await options.keySchemaOf(stream.table),
            Shards: ExclusiveStartShardId === undefined ? [{ ShardId: streamShardId, SequenceNumberRange }] : [],
          },
        };
      },
    ),
    GetShardIterator: operation(
      z
        .object({
          StreamArn: Arn,
          ShardId: z.string(),
          ShardIteratorType: z.enum(['TRIM_HORIZON', 'LATEST', 'AT_SEQUENCE_NUMBER', 'AFTER_SEQUENCE_NUMBER']),
          SequenceNumber: sequenceNumber,
        })
        .refine(
          ({ ShardIteratorType, SequenceNumber }) =>
            !ShardIteratorType.endsWith('SEQUENCE_NUMBER') || SequenceNumber !== undefined,
          'SequenceNumber is required for this ShardIteratorType',
        ),
      ({ StreamArn, ShardId, ShardIteratorType, SequenceNumber = firstSequenceNumber }) => {
        const { records } = streams.find(StreamArn);
        if (ShardId !== streamShardId)
          throw new AwsError('ResourceNotFoundException', `Requested resource not found: Shard: ${ShardId} not found`);
        const after = {
          TRIM_HORIZON: firstSequenceNumber,
          LATEST: records.at(-1)?.sequenceNumber ?? firstSequenceNumber,
          AT_SEQUENCE_NUMBER: before(SequenceNumber),
          AFTER_SEQUENCE_NUMBER: SequenceNumber,
        }[ShardIteratorType];
        return { ShardIterator: iteratorOf({ stream: StreamArn, after, at: now() }) };
      },
    ),
    GetRecords: operation(
      z.object({ ShardIterator: z.string(), Limit: z.int().min(1).max(1000).default(1000) }),
      ({ ShardIterator, Limit }) => {
        const position = positionOf(ShardIterator);
        if (position === undefined) throw new AwsError('ValidationException', 'Invalid ShardIterator');
        if (now() - position.at > iteratorLife)
          throw new AwsError('ExpiredIteratorException', 'The shard iterator has expired');
        const { stream, records } = streams.find(position.stream);
        const after = BigInt(position.after);
        const later = records.filter((record) => BigInt(record.sequenceNumber) > after);
        const page = later.slice(0, Limit);
        const isClosed = stream.disabledAt !== undefined && page.length === later.length;
        const next = { stream: stream.arn, after: page.at(-1)?.sequenceNumber ?? position.after, at: now() };
        return {
          Records: page.map((record) => recordAnswer(record, stream, region)),
          ...(!isClosed && { NextShardIterator: iteratorOf(next) }),
        };
      },
    ),
  };
}
