import { z } from 'zod';
import { jsonApi } from '../gateway/json-api';
import { jsonCall } from '../gateway/json-call.fixture';
import { reopenedStore, start, stopped } from '../stopped-platform.fixture';
import type { ItemChange } from './dynamo-answer';
import { streamShardId } from './stream-record';
import { createStreams, type ViewType } from './streams';
import { streamOperations } from './streams-api';

const place = { region: 'eu-west-1', account: '000000000000' };
const KeySchema = [{ AttributeName: 'id', KeyType: 'HASH' }];
const item = (id: string, amount: string) => ({ id: { S: id }, amount: { N: amount } });
const changeOf = (id: string, before: string | undefined, after: string | undefined, more = {}): ItemChange => ({
  table: 'accounts',
  keys: { id: { S: id } },
  before: before === undefined ? undefined : item(id, before),
  after: after === undefined ? undefined : item(id, after),
  isExpiry: false,
  ...more,
});

const Iterated = z.object({ ShardIterator: z.string() });
const Answer = z.object({
  Records: z.array(z.looseObject({ eventName: z.string(), dynamodb: z.looseObject({ SequenceNumber: z.string() }) })),
  NextShardIterator: z.string().optional(),
});

/** Creates the stream of a table, and functions that read it. */
function stream(viewType: ViewType = 'NEW_AND_OLD_IMAGES', store = stopped().store) {
  const { clock } = stopped();
  const watched: (readonly string[])[] = [];
  const streams = createStreams({ clock, store, place, watch: (tables) => watched.push(tables) });
  const { arn } = streams.of('accounts') ?? streams.enable('accounts', viewType);
  const operations = streamOperations({
    streams,
    now: clock.now,
    region: place.region,
    keySchemaOf: async () => KeySchema,
  });
  const call = jsonCall(jsonApi('dynamodb', operations));
  const iterate = async (ShardIteratorType: string, more: object = {}) => {
    const input = { StreamArn: arn, ShardId: streamShardId, ShardIteratorType, ...more };
    return Iterated.parse(await call('GetShardIterator', input)).ShardIterator;
  };
  const read = async (ShardIterator: string, more: object = {}) =>
    Answer.parse(await call('GetRecords', { ShardIterator, ...more }));
  return { clock, streams, arn, call, iterate, read, watched };
}

describe('GetRecords', () => {
  test('returns the changes to items in order', async () => {
    const { streams, iterate, read } = stream();
    streams.note([changeOf('a', undefined, '1'), changeOf('a', '1', '2'), changeOf('a', '2', undefined)]);
    const { Records } = await read(await iterate('TRIM_HORIZON'));
    expect(Records.map(({ eventName }) => eventName)).toEqual(['INSERT', 'MODIFY', 'REMOVE']);
    expect(Records[1]).toEqual({
      eventID: expect.stringMatching(/^[0-9a-f]{32}$/),
      eventName: 'MODIFY',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'eu-west-1',
      dynamodb: {
        ApproximateCreationDateTime: start / 1000,
        Keys: { id: { S: 'a' } },
        NewImage: item('a', '2'),
        OldImage: item('a', '1'),
        SequenceNumber: expect.stringMatching(/^\d{21}$/),
        SizeBytes: expect.any(Number),
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
    });
  });

  test.each<[ViewType, object]>([
    ['KEYS_ONLY', {}],
    ['NEW_IMAGE', { NewImage: item('a', '2') }],
    ['OLD_IMAGE', { OldImage: item('a', '1') }],
  ])('returns only what a stream with the view type %s contains', async (viewType, images) => {
    const { streams, iterate, read } = stream(viewType);
    streams.note([changeOf('a', '1', '2')]);
    const { Records } = await read(await iterate('TRIM_HORIZON'));
    const [{ dynamodb: content } = { dynamodb: {} }] = Records;
    const { NewImage, OldImage } = z
      .looseObject({ NewImage: z.unknown().optional(), OldImage: z.unknown().optional() })
      .parse(content);
    expect({ NewImage, OldImage }).toEqual({ NewImage: undefined, OldImage: undefined, ...images });
  });

  test('marks the deletion of an expired item', async () => {
    const { streams, iterate, read } = stream();
    streams.note([changeOf('a', '1', undefined, { isExpiry: true })]);
    expect((await read(await iterate('TRIM_HORIZON'))).Records[0]).toMatchObject({
      eventName: 'REMOVE',
      userIdentity: { Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' },
    });
  });

  test('returns no record for a write that changes nothing, and for other tables', async () => {
    const { streams, iterate, read } = stream();
    streams.note([
      changeOf('a', '1', '1'),
      changeOf('a', undefined, undefined),
      changeOf('a', '1', '2', { table: 'b' }),
    ]);
    expect((await read(await iterate('TRIM_HORIZON'))).Records).toEqual([]);
  });

  test('continues after the last record, up to a limit', async () => {
    const { streams, iterate, read } = stream();
    streams.note([changeOf('a', undefined, '1'), changeOf('b', undefined, '1')]);
    const first = await read(await iterate('TRIM_HORIZON'), { Limit: 1 });
    const second = await read(first.NextShardIterator ?? '');
    expect([first, second].map(({ Records }) => Records.map(({ dynamodb }) => dynamodb['Keys']))).toEqual([
      [{ id: { S: 'a' } }],
      [{ id: { S: 'b' } }],
    ]);
    const SequenceNumber = second.Records[0]?.dynamodb.SequenceNumber;
    expect((await read(await iterate('AT_SEQUENCE_NUMBER', { SequenceNumber }))).Records).toHaveLength(1);
    expect((await read(await iterate('AFTER_SEQUENCE_NUMBER', { SequenceNumber }))).Records).toEqual([]);
    const latest = await iterate('LATEST');
    streams.note([changeOf('c', undefined, '1')]);
    expect((await read(latest)).Records).toHaveLength(1);
  });

  test('returns records for 24 hours, and ends when the stream is disabled', async () => {
    const { clock, streams, arn, call, iterate, read } = stream();
    streams.note([changeOf('a', undefined, '1')]);
    streams.disable('accounts');
    streams.note([changeOf('b', undefined, '1')]);
    const { Records, NextShardIterator } = await read(await iterate('TRIM_HORIZON'));
    expect([Records.length, NextShardIterator]).toEqual([1, undefined]);
    expect(await call('DescribeStream', { StreamArn: arn })).toMatchObject({
      StreamDescription: { StreamStatus: 'DISABLED' },
    });
    await clock.advance(24 * 3_600_000);
    await expect(iterate('TRIM_HORIZON')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('rejects an iterator that is older than 15 minutes', async () => {
    const { clock, iterate, read } = stream();
    const iterator = await iterate('LATEST');
    await clock.advance(15 * 60_000 + 1);
    await expect(read(iterator)).rejects.toMatchObject({ name: 'ExpiredIteratorException' });
  });
});

test('a stream is listed and described, and persists', async () => {
  const reopen = reopenedStore();
  const { arn, streams } = stream('NEW_IMAGE', reopen());
  streams.note([changeOf('a', undefined, '1')]);
  const after = stream('NEW_IMAGE', reopen());
  expect(after.watched).toEqual([['accounts']]);
  const StreamLabel = '2026-01-01T00:00:00.000';
  expect(await after.call('ListStreams', { TableName: 'accounts' })).toEqual({
    Streams: [{ StreamArn: arn, TableName: 'accounts', StreamLabel }],
  });
  expect(await after.call('ListStreams', { TableName: 'others' })).toEqual({ Streams: [] });
  expect(await after.call('DescribeStream', { StreamArn: arn })).toEqual({
    StreamDescription: {
      StreamArn: `arn:aws:dynamodb:eu-west-1:000000000000:table/accounts/stream/${StreamLabel}`,
      StreamLabel,
      StreamStatus: 'ENABLED',
      StreamViewType: 'NEW_IMAGE',
      CreationRequestDateTime: start / 1000,
      TableName: 'accounts',
      KeySchema,
      Shards: [{ ShardId: streamShardId, SequenceNumberRange: { StartingSequenceNumber: expect.any(String) } }],
    },
  });
  expect((await after.read(await after.iterate('TRIM_HORIZON'))).Records).toHaveLength(1);
});

test('a table has one enabled stream, and a new stream has a new ARN', () => {
  const { streams, arn } = stream();
  expect(() => streams.enable('accounts', 'NEW_IMAGE')).toThrow('Table already has an enabled stream');
  streams.disable('accounts');
  expect(() => streams.disable('accounts')).toThrow('Table has no enabled stream');
  expect(streams.enable('accounts', 'NEW_IMAGE').arn).not.toBe(arn);
});

test.each([
  ['DescribeStream', { StreamArn: `${'x'.repeat(40)}` }, 'ResourceNotFoundException'],
  ['DescribeStream', { StreamArn: 'short' }, 'ValidationException'],
  ['DescribeStream', {}, 'ValidationException'],
  ['GetRecords', { ShardIterator: 'nonsense' }, 'ValidationException'],
  ['GetRecords', { ShardIterator: 'x', Limit: 1001 }, 'ValidationException'],
  ['ListStreams', { Limit: 101 }, 'ValidationException'],
])('%s rejects %j with %s', async (operation, input, name) => {
  await expect(stream().call(operation, input)).rejects.toMatchObject({ name });
});

test.each([
  [{ ShardId: 'shardId-other', ShardIteratorType: 'LATEST' }, 'ResourceNotFoundException'],
  [{ ShardIteratorType: 'AT_TIMESTAMP' }, 'ValidationException'],
  [{ ShardIteratorType: 'AT_SEQUENCE_NUMBER' }, 'ValidationException'],
])('GetShardIterator rejects %j with %s', async (more, name) => {
  const { iterate } = stream();
  await expect(iterate('LATEST', more)).rejects.toMatchObject({ name });
});
