import { z } from 'zod';
import { jsonCall } from '../gateway/json-call.fixture';
import { reopenedStore, start, stopped } from '../stopped-platform.fixture';
import { memoryStore } from '../store';
import { createLogs } from './logs';
import { logsApi } from './logs-api';

const place = { region: 'eu-west-1', account: '000000000000' };
const group = { logGroupName: 'backend' };
const stream = { ...group, logStreamName: 'worker-1' };
const dayMs = 86_400_000;

function platform(store = memoryStore()) {
  const parts = { ...stopped(), store };
  const logs = createLogs({ ...parts, ...place, followed: undefined, deliver: () => undefined });
  const call = jsonCall(logsApi({ ...parts, logs, place }));
  const put = (...logEvents: readonly object[]) => call('PutLogEvents', { ...stream, logEvents });
  const filter = (input: object = {}) => call('FilterLogEvents', { ...group, ...input });
  const create = async () => {
    await call('CreateLogGroup', group);
    await call('CreateLogStream', stream);
  };
  return { ...parts, logs, call, put, filter, create };
}

const line = (message: string, timestamp = start) => ({ timestamp, message });
const messages = (...texts: readonly string[]) => ({
  events: texts.map((message) => expect.objectContaining({ message })),
  searchedLogStreams: [],
});

const GroupPage = z.object({
  logGroups: z.array(z.object({ logGroupName: z.string() })),
  nextToken: z.string().optional(),
});

describe('CreateLogGroup and CreateLogStream', () => {
  test('create a group and a stream that events can be written to', async () => {
    const { call, create, put } = platform();
    await create();
    await put(line('a'));
    expect(await call('DescribeLogGroups', {})).toEqual({
      logGroups: [
        {
          logGroupName: 'backend',
          arn: 'arn:aws:logs:eu-west-1:000000000000:log-group:backend:*',
          logGroupArn: 'arn:aws:logs:eu-west-1:000000000000:log-group:backend',
          logGroupClass: 'STANDARD',
        },
      ],
    });
    expect(await call('DescribeLogStreams', group)).toEqual({
      logStreams: [
        {
          logStreamName: 'worker-1',
          arn: 'arn:aws:logs:eu-west-1:000000000000:log-group:backend:log-stream:worker-1',
          firstEventTimestamp: start,
          lastEventTimestamp: start,
        },
      ],
    });
  });

  test('DescribeLogGroups lists groups by prefix or pattern, page by page', async () => {
    const { call, logs } = platform();
    for (const name of ['b/api', 'a/api', 'a/jobs']) logs.createGroup({ name, retentionDays: 0 });
    const names = async (input: object) => {
      const page = GroupPage.parse(await call('DescribeLogGroups', input));
      return { names: page.logGroups.map(({ logGroupName }) => logGroupName), nextToken: page.nextToken };
    };
    expect(await names({ logGroupNamePrefix: 'a/' })).toEqual({ names: ['a/api', 'a/jobs'] });
    expect(await names({ logGroupNamePattern: 'api' })).toEqual({ names: ['a/api', 'b/api'] });
    const { nextToken, ...first } = await names({ limit: 2 });
    expect(first).toEqual({ names: ['a/api', 'a/jobs'] });
    expect(await names({ limit: 2, nextToken })).toEqual({ names: ['b/api'] });
    await expect(call('DescribeLogGroups', { limit: 51 })).rejects.toThrow('less than or equal to 50');
    const both = { logGroupNamePrefix: 'a', logGroupNamePattern: 'a' };
    await expect(call('DescribeLogGroups', both)).rejects.toThrow('mutually exclusive');
  });

  test.each([
    ['CreateLogGroup', group, 'ResourceAlreadyExistsException', 'The specified log group already exists'],
    ['CreateLogStream', stream, 'ResourceAlreadyExistsException', 'The specified log stream already exists'],
    ['CreateLogStream', { ...stream, logGroupName: 'other' }, 'ResourceNotFoundException', 'log group does not exist'],
    ['CreateLogStream', { ...group, logStreamName: 'a:b' }, 'InvalidParameterException', 'regular expression pattern'],
    ['CreateLogGroup', { logGroupName: 'a b' }, 'InvalidParameterException', 'regular expression pattern'],
    ['CreateLogGroup', { logGroupName: 'a'.repeat(513) }, 'InvalidParameterException', 'less than or equal to 512'],
    ['CreateLogGroup', { logGroupName: 'a', logGroupClass: 'DELIVERY' }, 'InvalidParameterException', 'only STANDARD'],
    ['DeleteLogGroup', { logGroupName: 'other' }, 'ResourceNotFoundException', 'log group does not exist'],
  ])('%s rejects %j', async (operation, input, code, message) => {
    const { call, create } = platform();
    await create();
    await expect(call(operation, input)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });

  test('a deleted group that is created again has no events, even after a restart', async () => {
    const open = reopenedStore();
    const { call, create, put, filter } = platform(open());
    await create();
    await put(line('a'));
    await call('DeleteLogGroup', group);
    await expect(filter()).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
    await create();
    expect(await filter()).toEqual(messages());
    await put(line('b'));
    expect(await filter()).toEqual(messages('b'));
    expect(await platform(open()).filter()).toEqual(messages('b'));
  });
});

describe('DescribeLogStreams', () => {
  test('returns streams by prefix or last event, in pages', async () => {
    const { call, create, put } = platform();
    await create();
    for (const logStreamName of ['web-1', 'worker-2']) await call('CreateLogStream', { ...group, logStreamName });
    await put(line('a'));
    const names = (...wanted: readonly string[]) =>
      wanted.map((logStreamName) => expect.objectContaining({ logStreamName }));
    expect(await call('DescribeLogStreams', { ...group, logStreamNamePrefix: 'work' })).toEqual({
      logStreams: names('worker-1', 'worker-2'),
    });
    const newest = { ...group, orderBy: 'LastEventTime', descending: true, limit: 1 };
    const first = await call('DescribeLogStreams', newest);
    expect(first).toEqual({ logStreams: names('worker-1'), nextToken: expect.any(String) });
    await expect(call('DescribeLogStreams', { ...newest, logStreamNamePrefix: 'w' })).rejects.toMatchObject({
      code: 'InvalidParameterException',
    });
  });
});

describe('PutLogEvents', () => {
  test('writes events with their own timestamps', async () => {
    const { call, create, put, clock } = platform();
    await create();
    await clock.advance(5_000);
    await put(line('a', start + 1_000), line('b', start + 2_000));
    await put(line('earlier', start));
    expect(await call('GetLogEvents', { ...stream, startTime: start, endTime: start + 2_000 })).toMatchObject({
      events: [
        { timestamp: start, message: 'earlier', ingestionTime: start + 5_000 },
        { timestamp: start + 1_000, message: 'a', ingestionTime: start + 5_000 },
      ],
    });
  });

  test('reports events that are too old, expired or too new, and writes all others', async () => {
    const { create, put, filter, logs } = platform();
    await create();
    expect(await put(line('old', start - 14 * dayMs - 1), line('oldest', start - 14 * dayMs))).toEqual({
      nextSequenceToken: expect.any(String),
      rejectedLogEventsInfo: { tooOldLogEventEndIndex: 1 },
    });
    logs.createGroup({ name: 'backend', retentionDays: 3 });
    expect(await put(line('expired', start - 3 * dayMs - 1), line('kept', start - 3 * dayMs))).toMatchObject({
      rejectedLogEventsInfo: { expiredLogEventEndIndex: 1 },
    });
    const ahead = 2 * 3_600_000;
    expect(await put(line('now'), line('ahead', start + ahead), line('new', start + ahead + 1))).toMatchObject({
      rejectedLogEventsInfo: { tooNewLogEventStartIndex: 2 },
    });
    expect(await filter()).toEqual(messages('oldest', 'kept', 'now', 'ahead'));
  });

  test.each([
    [[line('b', start + 1), line('a')], 'must be in chronological order'],
    [[line('a', start - dayMs - 1), line('b')], 'cannot span more than 24 hours'],
    [[line('x'.repeat(1_048_576 - 25))], 'Upload too large: 1048577 bytes exceeds limit of 1048576'],
    [[], 'greater than or equal to 1'],
    [Array(10_001).fill(line('a')), 'less than or equal to 10000'],
    [[line('')], 'greater than or equal to 1'],
    [[line('a', -1)], 'greater than or equal to 0'],
  ])('rejects the batch %# as a whole', async (events, message) => {
    const { create, put, filter } = platform();
    await create();
    await expect(put(...events)).rejects.toMatchObject({
      code: 'InvalidParameterException',
      message: expect.stringContaining(message),
    });
    expect(await filter()).toEqual(messages());
  });

  test('ignores events that are too old when it determines the span of a batch', async () => {
    const { create, put, filter } = platform();
    await create();
    await put(line('old', start - 15 * dayMs), line('now'));
    expect(await filter()).toEqual(messages('now'));
  });

  test('accepts a batch of exactly 1,048,576 bytes', async () => {
    const { create, put } = platform();
    await create();
    expect(await put(line('x'.repeat(1_048_576 - 26)))).toEqual({ nextSequenceToken: expect.any(String) });
  });

  test.each([
    [{ ...stream, logGroupName: 'other' }, 'The specified log group does not exist.'],
    [{ ...group, logStreamName: 'other' }, 'The specified log stream does not exist.'],
  ])('rejects %j', async (named, message) => {
    const { call, create } = platform();
    await create();
    await expect(call('PutLogEvents', { ...named, logEvents: [line('a')] })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message,
    });
  });

  test('records the metrics in lines in the embedded metric format', async () => {
    const { create, put, metrics } = platform();
    await create();
    const CloudWatchMetrics = [{ Namespace: 'shop', Dimensions: [[]], Metrics: [{ Name: 'Orders' }] }];
    await put(line(JSON.stringify({ _aws: { CloudWatchMetrics }, Orders: 2 })));
    expect(metrics.series('shop.orders')).toMatchObject([{ minutes: [{ sum: 2 }] }]);
  });
});

describe('FilterLogEvents', () => {
  async function written() {
    const here = platform();
    await here.create();
    for (const logStreamName of ['web-1', 'worker-2']) await here.call('CreateLogStream', { ...group, logStreamName });
    const write = (logStreamName: string, ...logEvents: readonly object[]) =>
      here.call('PutLogEvents', { ...group, logStreamName, logEvents });
    await write('worker-1', line('ERROR 1', start - 4), line('INFO 2', start - 2));
    await write('web-1', line('ERROR 3', start - 3));
    await write('worker-2', line('ERROR 4', start - 1));
    return here;
  }

  test.each([
    [{}, ['ERROR 1', 'ERROR 3', 'INFO 2', 'ERROR 4']],
    [{ filterPattern: 'ERROR' }, ['ERROR 1', 'ERROR 3', 'ERROR 4']],
    [{ logStreamNames: ['web-1', 'worker-2'] }, ['ERROR 3', 'ERROR 4']],
    [{ logStreamNamePrefix: 'worker', filterPattern: 'ERROR' }, ['ERROR 1', 'ERROR 4']],
    [{ startTime: start - 3, endTime: start - 2 }, ['ERROR 3', 'INFO 2']],
  ])('returns the events that %j selects, sorted by time', async (input, expected) => {
    expect(await (await written()).filter(input)).toEqual(messages(...expected));
  });

  test('returns further events with the token of the previous page', async () => {
    const { filter } = await written();
    const first = await filter({ limit: 3 });
    expect(first).toMatchObject(messages('ERROR 1', 'ERROR 3', 'INFO 2'));
    const nextToken = typeof first === 'object' && first !== null && 'nextToken' in first ? first.nextToken : '';
    expect(await filter({ limit: 3, nextToken })).toEqual(messages('ERROR 4'));
  });

  test('returns the latest events first on request, and keeps the direction with a token', async () => {
    const { filter } = await written();
    const latest = { startFromHead: false, startTime: start - 3 };
    const first = await filter({ ...latest, limit: 2 });
    expect(first).toMatchObject(messages('ERROR 4', 'INFO 2'));
    const nextToken = typeof first === 'object' && first !== null && 'nextToken' in first ? first.nextToken : '';
    expect(await filter({ startTime: start - 3, limit: 2, nextToken })).toEqual(messages('ERROR 3'));
  });

  test('rejects an ARN of a log group that ends with :*', async () => {
    const logGroupIdentifier = 'arn:aws:logs:eu-west-1:000000000000:log-group:backend:*';
    await expect(platform().call('FilterLogEvents', { logGroupIdentifier })).rejects.toThrow('regular expression');
  });

  test.each([{}, { ...group, logGroupIdentifier: 'backend' }])('rejects the log group %j', async (named) => {
    await expect((await written()).call('FilterLogEvents', named)).rejects.toMatchObject({
      code: 'InvalidParameterException',
      message: 'Exactly one of logGroupName and logGroupIdentifier must be specified.',
    });
  });

  test.each([
    [{ startFromHead: false, startTime: 0 }, 'InvalidParameterException', 'on or after 2024-01-01'],
    [{ filterPattern: 'x'.repeat(1025) }, 'InvalidParameterException', 'less than or equal to 1024'],
    [{ logStreamNames: ['web-1'], logStreamNamePrefix: 'w' }, 'InvalidParameterException', 'Only one of'],
    [{ logStreamNames: ['other'] }, 'ResourceNotFoundException', 'log stream does not exist'],
    [{ logStreamNames: [] }, 'InvalidParameterException', 'greater than or equal to 1'],
    [{ limit: 10_001 }, 'InvalidParameterException', 'less than or equal to 10000'],
    [{ nextToken: 'x' }, 'InvalidParameterException', 'The specified token is not valid.'],
  ])('rejects %j', async (input, code, message) => {
    await expect((await written()).filter(input)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });
});
