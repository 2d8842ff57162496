import { placeAfter } from '../kinesis/kinesis';
import type { MappedStream, StreamParts } from './mapped-stream';

/** Source: Lambda developer guide, "with-kinesis", "Execution role permissions". */
const actions = ['GetRecords', 'GetShardIterator', 'DescribeStream', 'DescribeStreamSummary', 'ListShards'].map(
  (name) => `kinesis:${name}`,
);

/** Opens a Kinesis stream for an event source mapping. Source of the event: Lambda developer guide, "with-kinesis". */
export function dataStream(
  { streamArn, role }: { streamArn: string; role: string },
  { kinesis, metrics, region }: StreamParts,
): MappedStream {
  const name = streamArn.split('stream/').at(-1) ?? streamArn;
  const recordsOf = (shardId: string) => kinesis.stream(name).shards.find(({ id }) => id === shardId)?.records ?? [];
  return {
    name,
    retention: kinesis.stream(name).retentionHours * 3_600_000,
    actions,
    batchInfo: 'KinesisBatchInfo',
    shards: () => kinesis.stream(name).shards.map(({ id }) => id),
    newest: (shardId) => recordsOf(shardId).at(-1)?.sequenceNumber,
    after(shardId, sequenceNumber, count) {
      const records = recordsOf(shardId);
      const from = placeAfter(records, sequenceNumber);
      return records.slice(from, from + count).map((record) => ({
        sequenceNumber: record.sequenceNumber,
        arrivedAt: record.arrivedAt,
        cause: () => kinesis.causeOf(record),
        content: () => ({
          kinesis: {
            kinesisSchemaVersion: '1.0',
            partitionKey: record.partitionKey,
            sequenceNumber: record.sequenceNumber,
            data: record.data,
            approximateArrivalTimestamp: record.arrivedAt / 1000,
          },
          eventSource: 'aws:kinesis',
          eventVersion: '1.0',
          eventID: `${shardId}:${record.sequenceNumber}`,
          eventName: 'aws:kinesis:record',
          invokeIdentityArn: role,
          awsRegion: region,
          eventSourceARN: streamArn,
        }),
      }));
    },
    onRecord: (listener) => kinesis.onPut(name, listener),
    recordAge(age, at) {
      const tags = { streamname: name };
      metrics.record({ metric: 'aws.kinesis.get_records_iterator_age_milliseconds.maximum', tags, value: age, at });
      metrics.record({ metric: 'aws.kinesis.read_provisioned_throughput_exceeded', tags, value: 0, at });
    },
  };
}
