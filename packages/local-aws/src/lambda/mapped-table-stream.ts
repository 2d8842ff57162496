import { recordContent, streamShardId } from '../dynamodb/stream-record';
import { placeAfter } from '../kinesis/kinesis';
import type { MappedStream, StreamParts } from './mapped-stream';

/**
 * Permissions on the stream. Lambda also requires `dynamodb:ListStreams`, which is not granted on a stream. Source:
 * Lambda developer guide, "services-dynamodb-eventsourcemapping".
 */
const actions = ['GetRecords', 'GetShardIterator', 'DescribeStream'].map((name) => `dynamodb:${name}`);

/** Time for which the records of a table's stream are kept. */
const retention = 24 * 3_600_000;

/** Opens the stream of a DynamoDB table for an event source mapping. Source: Lambda developer guide, "with-ddb". */
export function tableStream(
  { streamArn }: { streamArn: string },
  { dynamodb: { streams }, region }: StreamParts,
): MappedStream {
  const { stream } = streams.find(streamArn);
  const recordsOf = () => streams.find(streamArn).records;
  return {
    name: stream.table,
    retention,
    actions,
    batchInfo: 'DDBStreamBatchInfo',
    shards: () => [streamShardId],
    newest: () => recordsOf().at(-1)?.sequenceNumber,
    after(_shardId, sequenceNumber, count) {
      const records = recordsOf();
      const from = placeAfter(records, sequenceNumber);
      return records.slice(from, from + count).map((record) => ({
        sequenceNumber: record.sequenceNumber,
        arrivedAt: record.arrivedAt,
        cause: () => undefined,
        content: () => ({
          ...recordContent(record, stream, region),
          ...(record.isExpiry && { userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' } }),
          eventSourceARN: streamArn,
        }),
      }));
    },
    onRecord: (listener) => streams.onRecord(streamArn, () => listener(streamShardId)),
    recordAge: () => undefined,
  };
}
