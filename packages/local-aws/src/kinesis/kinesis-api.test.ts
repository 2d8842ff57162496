import { createHash } from 'node:crypto';
import { z } from 'zod';
import { start, stopped } from '../stopped-platform.fixture';
import { createKinesis } from './kinesis';
import { kinesisApi } from './kinesis-api';

const arn = 'arn:aws:kinesis:ap-northeast-1:000000000000:stream/events';

function served(shards = 1) {
  const parts = stopped();
  const kinesis = createKinesis(parts);
  kinesis.createStream({ name: 'events', arn, shards, retentionHours: 24 });
  const api = kinesisApi(kinesis);
  const call = async (operation: string, input: object, cause?: number) =>
    await api({
      service: 'kinesis',
      principal: { kind: 'user', name: 'local' },
      cause,
      method: 'POST',
      path: '/',
      query: new URLSearchParams(),
      headers: { 'x-amz-target': `Kinesis_20131202.${operation}` },
      body: Buffer.from(JSON.stringify({ StreamName: 'events', ...input })),
    });
  /** Returns the body of a response. `input` may set StreamName to undefined. */
  const read = async (operation: string, input: object = {}): Promise<unknown> => {
    const { body } = await call(operation, input);
    return JSON.parse(String(body));
  };
  return {
    ...parts,
    kinesis,
    call,
    read,
    records: () => kinesis.stream('events').shards[0]?.records ?? [],
    causeOf: kinesis.causeOf,
  };
}

const Description = z.object({
  StreamDescription: z.looseObject({
    HasMoreShards: z.boolean(),
    Shards: z.array(
      z.object({
        ShardId: z.string(),
        HashKeyRange: z.object({ StartingHashKey: z.string(), EndingHashKey: z.string() }),
      }),
    ),
  }),
});
const Iterator = z.object({ ShardIterator: z.string() });

const entry = { PartitionKey: 'k', Data: 'AP8f' };

test("PutRecord stores a record's bytes unchanged", async () => {
  const { call, records } = served();
  expect(await call('PutRecord', entry)).toMatchObject({ status: 200 });
  expect(records()).toMatchObject([{ partitionKey: 'k', data: 'AP8f' }]);
});

const mebibyte = 2 ** 20;
const sized = (bytes: number) => ({ PartitionKey: 'k', Data: Buffer.alloc(bytes - 1).toString('base64') });

test('accepts records of up to 1 MiB with their partition key', async () => {
  const { call, records } = served();
  expect(await call('PutRecords', { Records: [sized(mebibyte)] })).toMatchObject({ status: 200 });
  await expect(call('PutRecord', sized(mebibyte + 1))).rejects.toThrow('less than or equal to 1048576');
  expect(records()).toHaveLength(1);
});

test('rejects a request with more than 10 MiB of records as a whole', async () => {
  const { call, records } = served();
  const Records = Array.from({ length: 11 }, () => sized(mebibyte));
  await expect(call('PutRecords', { Records })).rejects.toThrow('Records size exceeds 10 MB limit');
  expect(records()).toEqual([]);
});

test.each([
  ['an unknown stream', { StreamName: 'other' }, 'Stream other under account 000000000000 not found.'],
  ['an unknown shard', { ShardId: '7' }, 'Shard 7 in stream events under account 000000000000 does not exist'],
  ['an unknown type', { ShardIteratorType: 'FIRST' }, 'Member must satisfy enum value set'],
])('GetShardIterator rejects %s', async (_, given, reason) => {
  const { call } = served();
  const input = { ShardId: 'shardId-000000000000', ShardIteratorType: 'LATEST', ...given };
  await expect(call('GetShardIterator', input)).rejects.toThrow(reason);
});

test('records have the cause of the call', async () => {
  const { call, records, causeOf } = served();
  await call('PutRecord', entry, 7);
  await call('PutRecords', { Records: [entry, entry] }, 8);
  expect(records().map(causeOf)).toEqual([7, 8, 8]);
});

// Source: Kinesis API reference, "PutRecord".
test.each([
  ['data that is not base64', { Data: '!!!' }, 'must be valid base64'],
  ['an empty partition key', { PartitionKey: '' }, 'length greater than or equal to 1'],
  ['a partition key of 257 characters', { PartitionKey: 'k'.repeat(257) }, 'length less than or equal to 256'],
])('PutRecord and PutRecords reject %s and store nothing', async (_what, wrong, why) => {
  const { call, records } = served();
  await expect(call('PutRecord', { ...entry, ...wrong })).rejects.toMatchObject({ status: 400 });
  const several = call('PutRecords', { Records: [entry, { ...entry, ...wrong }] });
  await expect(several).rejects.toThrow(why);
  expect(records()).toEqual([]);
});

describe('the description of a stream', () => {
  test('contains its shards, page by page, with equal shares of the hash keys', async () => {
    const { read, kinesis } = served(3);
    const { StreamDescription } = Description.parse(await read('DescribeStream', { Limit: 2 }));
    expect(StreamDescription).toMatchObject({
      StreamName: 'events',
      StreamARN: arn,
      StreamStatus: 'ACTIVE',
      StreamCreationTimestamp: start / 1000,
      RetentionPeriodHours: 24,
      HasMoreShards: true,
    });
    const [first, second] = StreamDescription.Shards;
    const rest = { ExclusiveStartShardId: second?.ShardId };
    const last = Description.parse(await read('DescribeStream', rest)).StreamDescription;
    expect(last.HasMoreShards).toBe(false);
    const ranges = [first, second, ...last.Shards].map((shard) => shard?.HashKeyRange);
    expect([ranges[0]?.StartingHashKey, ranges[2]?.EndingHashKey]).toEqual(['0', String(2n ** 128n - 1n)]);
    // "c" has the MD5 hash 4a8a…
    const hash = BigInt(`0x${createHash('md5').update('c').digest('hex')}`);
    const { shardId } = kinesis.put('events', { partitionKey: 'c', data: Buffer.from('x') });
    const index = ranges.findIndex(
      (range) => range && BigInt(range.StartingHashKey) <= hash && hash <= BigInt(range.EndingHashKey),
    );
    expect(shardId).toBe(`shardId-00000000000${index}`);
  });

  test('ListStreams returns names and summaries in alphabetical order, page by page', async () => {
    const { read, kinesis } = served();
    for (const name of ['b', 'a']) kinesis.createStream({ name, arn, shards: 1, retentionHours: 24 });
    expect(await read('ListStreams', { Limit: 2 })).toMatchObject({
      StreamNames: ['a', 'b'],
      StreamSummaries: [{ StreamName: 'a', StreamStatus: 'ACTIVE' }, { StreamName: 'b' }],
      HasMoreStreams: true,
      NextToken: 'b',
    });
    expect(await read('ListStreams', { NextToken: 'b' })).toMatchObject({
      StreamNames: ['events'],
      HasMoreStreams: false,
    });
  });
});

describe('ListShards', () => {
  const idsIn = (answer: unknown) =>
    z
      .object({ Shards: z.array(z.object({ ShardId: z.string() })) })
      .parse(answer)
      .Shards.map(({ ShardId }) => ShardId.at(-1));

  test('continues after a page with the token instead of the name', async () => {
    const { read } = served(3);
    const first = await read('ListShards', { MaxResults: 2 });
    expect(idsIn(first)).toEqual(['0', '1']);
    const { NextToken } = z.object({ NextToken: z.string() }).parse(first);
    const second = await read('ListShards', { StreamName: undefined, NextToken });
    expect(idsIn(second)).toEqual(['2']);
    expect(second).not.toHaveProperty('NextToken');
  });

  test.each([
    [{ ExclusiveStartShardId: 'shardId-000000000001' }, ['2']],
    [{ ShardFilter: { Type: 'AFTER_SHARD_ID', ShardId: 'shardId-000000000000' } }, ['1', '2']],
    [{ ShardFilter: { Type: 'AT_LATEST' } }, ['0', '1', '2']],
    [{ ShardFilter: { Type: 'FROM_TIMESTAMP', Timestamp: 0 } }, ['0', '1', '2']],
  ])('with %j returns the shards %j', async (input, shards) => {
    expect(idsIn(await served(3).read('ListShards', input))).toEqual(shards);
  });

  test.each([
    ['a filter of an unknown type', { ShardFilter: { Type: 'OPEN' } }, 'ShardFilter'],
    ['AFTER_SHARD_ID without a shard', { ShardFilter: { Type: 'AFTER_SHARD_ID' } }, 'AFTER_SHARD_ID needs a ShardId'],
    ['AT_TIMESTAMP without a time', { ShardFilter: { Type: 'AT_TIMESTAMP' } }, 'need a Timestamp'],
    ['a token and a name', { NextToken: 'x' }, 'NextToken cannot be combined with StreamName'],
    ['an invalid token', { NextToken: 'x', StreamName: undefined }, 'Invalid NextToken'],
    ['neither a token nor a name', { StreamName: undefined }, 'StreamName, StreamARN or NextToken is missing'],
  ])('rejects %s', async (_what, input, why) => {
    await expect(served().call('ListShards', input)).rejects.toThrow(why);
  });
});

describe('a shard iterator for a time', () => {
  const iteratorFor = (Timestamp?: number) => ({
    ShardId: 'shardId-000000000000',
    ShardIteratorType: 'AT_TIMESTAMP',
    Timestamp,
  });

  test.each([
    ['before the first record', 0, ['a', 'b']],
    ['of a record', 1.5, ['b']],
    ['between two records', 1, ['b']],
    ['after the last record', 2, []],
  ])('starts at the next record: %s', async (_when, seconds, expected) => {
    const { read, kinesis, clock } = served();
    const put = (text: string) => kinesis.put('events', { partitionKey: 'k', data: Buffer.from(text) });
    put('a');
    await clock.advance(1_500);
    put('b');
    await clock.advance(1_000);
    const { ShardIterator } = Iterator.parse(await read('GetShardIterator', iteratorFor(start / 1000 + seconds)));
    const { Records } = z
      .object({ Records: z.array(z.object({ Data: z.string() })) })
      .parse(await read('GetRecords', { StreamName: undefined, ShardIterator }));
    expect(Records.map(({ Data }) => Buffer.from(Data, 'base64').toString())).toEqual(expected);
  });

  test.each([
    [start / 1000 + 1, 'cannot be greater than the currentTimestampInMillis'],
    [undefined, 'AT_TIMESTAMP needs a Timestamp'],
  ])('rejects the time %j', async (time, why) => {
    await expect(served().call('GetShardIterator', iteratorFor(time))).rejects.toThrow(why);
  });
});
