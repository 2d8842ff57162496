import { fc, test as property } from '@fast-check/jest';
import { AwsError } from '../gateway/service-api';
import { reopenedStore, start, stopped } from '../stopped-platform.fixture';
import { createKinesis } from './kinesis';

const arn = 'arn:aws:kinesis:ap-northeast-1:000000000000:stream/telemetry';

function platform({ shards = 1, retentionHours = 24 } = {}) {
  const parts = stopped();
  const kinesis = createKinesis(parts);
  kinesis.createStream({ name: 'telemetry', arn, shards, retentionHours });
  const put = (partitionKey: string, text = partitionKey) =>
    kinesis.put('telemetry', { partitionKey, data: Buffer.from(text) });
  return { ...parts, kinesis, put };
}

describe('a stream', () => {
  test('keeps records in order, with increasing sequence numbers across all shards', () => {
    const { kinesis, put } = platform({ shards: 2 });
    const sequence = Array.from({ length: 20 }, (_, index) => BigInt(put(`key-${index}`).sequenceNumber));
    expect(sequence).toEqual([...sequence].sort((a, b) => (a < b ? -1 : 1)));
    for (const { records } of kinesis.stream('telemetry').shards) {
      const own = records.map((record) => BigInt(record.sequenceNumber));
      expect(own).toEqual([...own].sort((a, b) => (a < b ? -1 : 1)));
      expect(own.length).toBeGreaterThan(0);
    }
    expect(String(sequence[0])).toHaveLength(56);
  });

  test("stores a record's bytes with the platform's time", async () => {
    const { clock, kinesis } = platform();
    await clock.advance(1_500);
    kinesis.put('telemetry', { partitionKey: 'light-1', data: Buffer.from([0, 255, 31]) });
    expect(kinesis.stream('telemetry').shards[0]?.records[0]).toEqual({
      sequenceNumber: expect.stringMatching(/^\d{56}$/),
      partitionKey: 'light-1',
      data: 'AP8f',
      arrivedAt: start + 1_500,
    });
  });

  // The MD5 hashes of "a", "b", "c" and "d" start with 0c, 92, 4a and 82. Kinesis divides the range of hashes
  // evenly between shards.
  test("selects the shard by the partition key's MD5 hash", () => {
    const { put } = platform({ shards: 2 });
    const shardOf = (key: string) => put(key).shardId;
    expect(['a', 'b', 'c', 'd'].map(shardOf)).toEqual([
      'shardId-000000000000',
      'shardId-000000000001',
      'shardId-000000000000',
      'shardId-000000000001',
    ]);
  });

  property.prop([fc.string(), fc.integer({ min: 1, max: 9 })])('always maps a key to the same shard', (key, shards) => {
    const { put } = platform({ shards });
    expect(put(key).shardId).toBe(put(key).shardId);
  });

  test("drops records that exceed the stream's retention period", async () => {
    const { clock, kinesis, put } = platform({ retentionHours: 24 });
    put('old');
    await clock.advance(1_000);
    put('kept');
    await clock.advance(24 * 3_600_000);
    put('new');
    expect(kinesis.stream('telemetry').shards[0]?.records.map((record) => record.partitionKey)).toEqual([
      'kept',
      'new',
    ]);
  });

  test('finds a stream by name or ARN, and throws an error if the stream does not exist', () => {
    const { kinesis } = platform();
    expect(kinesis.stream(arn)).toBe(kinesis.stream('telemetry'));
    expect(() => kinesis.stream('other')).toThrow(AwsError);
    expect(() => kinesis.put('other', { partitionKey: 'a', data: Buffer.from('') })).toThrow(
      'Stream other under account 000000000000 not found.',
    );
  });

  test('notifies the readers of a shard of each new record, and counts records and bytes', () => {
    const { kinesis, put, metrics } = platform();
    const notified: string[] = [];
    kinesis.onPut('telemetry', (shardId) => notified.push(shardId));
    kinesis.onPut('other', () => notified.push('other'));
    put('a', 'four');
    put('b', 'nine char');
    expect(notified).toEqual(['shardId-000000000000', 'shardId-000000000000']);
    expect(metrics.series('aws.kinesis.incoming_records')[0]?.minutes[0]?.sum).toBe(2);
    expect(metrics.series('aws.kinesis.incoming_bytes')[0]?.minutes[0]?.sum).toBe(13);
  });
});

describe('a stream that is reopened from its store', () => {
  test('a reopened stream contains its records and continues their sequence numbers', () => {
    const open = reopenedStore();
    const again = (shards: number) => {
      const kinesis = createKinesis({ ...stopped(), store: open() });
      kinesis.createStream({ name: 'telemetry', arn, shards, retentionHours: 24 });
      return kinesis;
    };
    const before = again(2);
    const put = (kinesis: typeof before) =>
      kinesis.put('telemetry', { partitionKey: 'light-1', data: Buffer.from('1') });
    const first = put(before);
    const after = again(1);
    const second = put(after);
    const { shards } = after.stream('telemetry');
    expect(shards).toHaveLength(2);
    expect(shards.flatMap(({ records }) => records.map(({ sequenceNumber }) => sequenceNumber))).toEqual([
      first.sequenceNumber,
      second.sequenceNumber,
    ]);
    expect(BigInt(second.sequenceNumber)).toBe(BigInt(first.sequenceNumber) + 1n);
  });
});
