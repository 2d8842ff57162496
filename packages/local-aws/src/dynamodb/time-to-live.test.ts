import { reopenedStore, start, stopped } from '../stopped-platform.fixture';
import { poll } from '../testing/poll';
import { createDynalite, requestsTo } from './dynalite-internals';
import type { DynamoAnswer } from './dynamo-answer';
import { createTimeToLive } from './time-to-live';
import { timeToLiveCalls } from './time-to-live-calls';

const send = requestsTo(createDynalite(undefined).server);
const call = (operation: string, input: object) =>
  new Promise<DynamoAnswer>((resolve) =>
    send(operation, JSON.stringify(input), (answer) => resolve({ id: 0, ...answer })),
  );
const now = start / 1000;
const minute = 60_000;
const year = 365 * 86_400;

let count = 0;
/** Creates a new table with time to live, and the services that expire its items. */
async function table({ store = stopped().store } = {}) {
  const TableName = `sessions-${++count}`;
  await call('CreateTable', {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: ['user', 'id'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: [
      { AttributeName: 'user', KeyType: 'HASH' },
      { AttributeName: 'id', KeyType: 'RANGE' },
    ],
  });
  while ((await call('DescribeTable', { TableName })).body.includes('CREATING'));
  const parts = { ...stopped(), store };
  const scans: object[] = [];
  const open = () =>
    createTimeToLive({
      ...parts,
      call(operation, input) {
        if (operation === 'Scan') scans.push(input);
        return call(operation, input);
      },
      keysOf: async () => ['user', 'id'],
    });
  const timeToLive = open();
  const calls = timeToLiveCalls(timeToLive, call);
  const run = async (operation: string, input: object): Promise<unknown> => {
    const answer = await calls.get(operation)?.(input);
    return JSON.parse(answer?.body ?? '{}');
  };
  const write = async (operation: string, input: object) => {
    const { status } = await call(operation, input);
    if (status < 300) timeToLive.noteCall(operation, input);
    return status;
  };
  const put = (id: string, expiry: unknown) =>
    write('PutItem', { TableName, Item: { user: { S: 'ada' }, id: { S: id }, ends: expiry } });
  const key = (id: string) => ({ user: { S: 'ada' }, id: { S: id } });
  const ids = async (): Promise<string[]> => {
    const { body } = await call('Scan', { TableName });
    return JSON.parse(body).Items.map((item: { id: { S: string } }) => item.id.S);
  };
  /** Waits until the table contains only the given items. */
  const remaining = (...expected: string[]) =>
    poll(async () => ((await ids()).join() === expected.join() ? true : undefined), `the items ${expected.join()}`);
  return { ...parts, TableName, timeToLive, run, write, put, key, remaining, scans };
}

const seconds = (value: number) => ({ N: String(value) });

describe('a table with time to live', () => {
  test('loses its expired items at the next minute', async () => {
    const { TableName, clock, timeToLive, put, remaining, emitted, metrics } = await table();
    timeToLive.declare(TableName, 'ends');
    await put('expired', seconds(now - 1));
    await put('later', seconds(now + 90));
    await put('never', { S: 'text' });
    await put('old', seconds(now - 6 * year));
    await clock.advance(minute - 1);
    await remaining('expired', 'later', 'never', 'old');
    await clock.advance(1);
    await remaining('later', 'never', 'old');
    await clock.advance(minute);
    await clock.advance(minute);
    await remaining('never', 'old');
    const written = { kind: 'table-written', table: TableName, operation: 'expire' };
    await poll(() => emitted[1], 'the second event');
    expect(emitted).toMatchObject([
      { ...written, item: '{user: ada, id: expired}' },
      { ...written, item: '{user: ada, id: later}' },
    ]);
    expect(metrics.series('aws.dynamodb.time_to_live_deleted_item_count')).toMatchObject([
      { tags: { tablename: TableName } },
    ]);
  });

  test.each([
    [
      'BatchWriteItem',
      (TableName: string, Item: object) => ({ RequestItems: { [TableName]: [{ PutRequest: { Item } }] } }),
    ],
    [
      'UpdateItem',
      (TableName: string, { ends, ...Key }: Record<string, unknown>) => ({
        TableName,
        Key,
        UpdateExpression: 'SET ends = :e',
        ExpressionAttributeValues: { ':e': ends },
      }),
    ],
  ])('loses an item that %s wrote', async (operation, inputOf) => {
    const { TableName, clock, timeToLive, put, write, key, remaining } = await table();
    timeToLive.declare(TableName, 'ends');
    await put('later', seconds(now + 9999));
    await clock.advance(minute);
    expect(await write(operation, inputOf(TableName, { ...key('short'), ends: seconds(now + 61) }))).toBe(200);
    await clock.advance(minute);
    await remaining('later');
  });

  test('is scanned only if an item may have expired', async () => {
    const { TableName, clock, timeToLive, put, scans } = await table();
    timeToLive.declare(TableName, 'ends');
    await put('later', seconds(now + 600));
    await clock.advance(minute);
    await poll(() => scans[0], 'the first scan');
    await clock.advance(8 * minute);
    expect(scans).toHaveLength(1);
    await clock.advance(3 * minute);
    await poll(() => scans[1], 'the second scan');
  });

  test('is not scanned after an update that does not contain the expiry', async () => {
    const { TableName, clock, timeToLive, put, write, key, scans } = await table();
    timeToLive.declare(TableName, 'ends');
    await put('later', seconds(now + 600));
    await clock.advance(minute);
    await poll(() => scans[0], 'the first scan');
    const update = (name: string) =>
      write('UpdateItem', {
        TableName,
        Key: key('later'),
        UpdateExpression: 'SET #name = :value',
        ExpressionAttributeNames: { '#name': name },
        ExpressionAttributeValues: { ':value': seconds(now + 900) },
      });
    expect(await update('power')).toBe(200);
    await clock.advance(2 * minute);
    expect(scans).toHaveLength(1);
    expect(await update('ends')).toBe(200);
    await clock.advance(minute);
    await poll(() => scans[1], 'the second scan');
  });

  test('keeps its items when time to live is disabled', async () => {
    const { TableName, clock, timeToLive, put, remaining, scans } = await table();
    timeToLive.declare(TableName, 'ends');
    timeToLive.declare(TableName, undefined);
    await put('expired', seconds(now - 1));
    await clock.advance(5 * minute);
    await remaining('expired');
    expect(scans).toEqual([]);
  });

  test('still deletes its expired items after a restart', async () => {
    const reopen = reopenedStore();
    const before = await table({ store: reopen() });
    await before.run('UpdateTimeToLive', {
      TableName: before.TableName,
      TimeToLiveSpecification: { AttributeName: 'ends', Enabled: true },
    });
    before.timeToLive.stop();
    await before.put('expired', seconds(now - 1));
    const after = { ...stopped(), store: reopen() };
    createTimeToLive({ ...after, call, keysOf: async () => ['user', 'id'] });
    await after.clock.advance(minute);
    await before.remaining();
  });
});

describe('UpdateTimeToLive', () => {
  const change = (TableName: string, AttributeName: string, Enabled: boolean) => ({
    TableName,
    TimeToLiveSpecification: { AttributeName, Enabled },
  });

  test('enables and disables time to live, at most once per hour', async () => {
    const { TableName, clock, run } = await table();
    expect(await run('DescribeTimeToLive', { TableName })).toEqual({
      TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' },
    });
    const enable = change(TableName, 'ends', true);
    expect(await run('UpdateTimeToLive', enable)).toEqual({ TimeToLiveSpecification: enable.TimeToLiveSpecification });
    const arn = `arn:aws:dynamodb:eu-west-1:000000000000:table/${TableName}`;
    expect(await run('DescribeTimeToLive', { TableName: arn })).toEqual({
      TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'ends' },
    });
    const disable = () => run('UpdateTimeToLive', change(TableName, 'ends', false));
    await expect(disable()).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Time to live has been modified multiple times within a fixed interval',
    });
    await clock.advance(60 * minute);
    await disable();
    expect(await run('DescribeTimeToLive', { TableName })).toMatchObject({
      TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' },
    });
  });

  test.each([
    ['ends', true, 'TimeToLive is already enabled'],
    ['other', true, 'TimeToLive is active on a different AttributeName: current AttributeName is ends'],
    ['other', false, 'TimeToLive is active on a different AttributeName: current AttributeName is ends'],
    ['', true, 'Member must have length greater than or equal to 1'],
  ])('rejects the attribute %j with enabled: %j', async (attribute, isEnabled, message) => {
    const { TableName, timeToLive, run } = await table();
    timeToLive.declare(TableName, 'ends');
    const changing = async () => run('UpdateTimeToLive', change(TableName, attribute, isEnabled));
    await expect(changing()).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(message),
    });
  });

  test('rejects the deactivation of a table without time to live, and an unknown table', async () => {
    const { TableName, run } = await table();
    await expect(run('UpdateTimeToLive', change(TableName, 'ends', false))).rejects.toThrow(
      'TimeToLive is already disabled',
    );
    expect(await run('UpdateTimeToLive', change('unknown', 'ends', true))).toMatchObject({
      __type: expect.stringContaining('ResourceNotFoundException'),
    });
    expect(await run('DescribeTimeToLive', { TableName: 'unknown' })).toMatchObject({
      __type: expect.stringContaining('ResourceNotFoundException'),
    });
  });
});
