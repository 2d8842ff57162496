import {
  BatchWriteItemCommand,
  DescribeTimeToLiveCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { savedSeries } from '@himeshima/datadog-monitors';
import { type ForeignPlatform, startForeignPlatform } from './foreign-platform';

jest.setTimeout(60_000);

let theirs: ForeignPlatform;
beforeAll(async () => {
  const table = (name: string, more = {}) => ({
    name,
    hash_key: 'thing',
    attribute: [{ name: 'thing', type: 'S' }],
    ...more,
  });
  theirs = await startForeignPlatform({
    resource: {
      aws_dynamodb_table: {
        small: table('small', { read_capacity: 1, write_capacity: 1 }),
        large: table('large', { billing_mode: 'PAY_PER_REQUEST' }),
        expiring: table('expiring', {
          billing_mode: 'PAY_PER_REQUEST',
          ttl: [{ attribute_name: 'ends', enabled: true }],
        }),
      },
      datadog_monitor: {
        throttled: {
          name: 'a table throttles',
          type: 'metric alert',
          message: '{{tablename.name}} throttles',
          query: 'sum(last_15m):sum:aws.dynamodb.throttled_requests{*} by {tablename}.as_count() >= 10',
          monitor_thresholds: { critical: 10 },
          require_full_window: false,
        },
      },
    },
  });
  // stop the clock, so that a table regains no capacity
  await theirs.platform.setSpeed(0);
});
afterAll(() => theirs?.stop());

const metrics = async () => savedSeries(await (await fetch(`${theirs.platform.endpoint}/_local/metrics`)).json());
const total = async (metric: string, table: string) =>
  (await metrics())
    .filter((series) => series.metric === `aws.dynamodb.${metric}` && series.tags['tablename'] === table)
    .flatMap(({ minutes }) => minutes)
    .reduce((sum, minute) => sum + minute.sum, 0);

async function advance(seconds: number) {
  await fetch(`${theirs.platform.endpoint}/_local/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ advanceSeconds: seconds }),
  });
}

describe('a table', () => {
  test('records the consumed capacity, and returns the capacity only on request', async () => {
    const { dynamodb } = theirs.clients;
    const Item = { thing: { S: 'light-1' }, text: { S: 'x'.repeat(1500) } };
    const put = await dynamodb.send(new PutItemCommand({ TableName: 'large', Item }));
    expect(put.ConsumedCapacity).toBeUndefined();
    const input = { TableName: 'large', Item, ReturnConsumedCapacity: 'TOTAL' } as const;
    expect((await dynamodb.send(new PutItemCommand(input))).ConsumedCapacity).toMatchObject({ CapacityUnits: 2 });
    const requests = ['light-2', 'light-3'].map((thing) => ({ PutRequest: { Item: { thing: { S: thing } } } }));
    await dynamodb.send(new BatchWriteItemCommand({ RequestItems: { large: requests } }));
    expect(await total('consumed_write_capacity_units', 'large')).toBe(2 + 2 + 2);

    const where = { KeyConditionExpression: 'thing = :t', ExpressionAttributeValues: { ':t': { S: 'light-1' } } };
    expect(await dynamodb.send(new QueryCommand({ TableName: 'large', ...where }))).toMatchObject({ Count: 1 });
    expect(await total('consumed_read_capacity_units', 'large')).toBe(0.5);
    expect(await total('returned_item_count', 'large')).toBe(1);
  });

  test('loses an item one minute after its expiry, without consuming capacity', async () => {
    const { dynamodb } = theirs.clients;
    const { TimeToLiveDescription } = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName: 'expiring' }));
    expect(TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'ends' });
    const put = (thing: string, seconds: number) => {
      const ends = { N: String(Math.floor(Date.now() / 1000) + seconds) };
      return dynamodb.send(new PutItemCommand({ TableName: 'expiring', Item: { thing: { S: thing }, ends } }));
    };
    await put('light-1', 30);
    await put('light-2', 86_400);
    await advance(120);
    await theirs.platform.event(
      ({ kind, operation, item }) => kind === 'table-written' && operation === 'expire' && item === '{thing: light-1}',
      'the deletion',
    );
    const { Items } = await dynamodb.send(new ScanCommand({ TableName: 'expiring' }));
    expect(Items?.map(({ thing }) => thing)).toEqual([{ S: 'light-2' }]);
    expect(await total('time_to_live_deleted_item_count', 'expiring')).toBe(1);
    expect(await total('consumed_write_capacity_units', 'expiring')).toBe(2);
  });

  test('throttles calls beyond the provisioned capacity, which raises an alert', async () => {
    const { dynamodb } = theirs.clients;
    const put = (thing: string) =>
      dynamodb.send(new PutItemCommand({ TableName: 'small', Item: { thing: { S: thing } } })).then(
        () => 'written',
        (error: unknown) => (error instanceof Error ? error.name : String(error)),
      );
    const results: string[] = [];
    for (let count = 0; count < 312; count += 1) results.push(await put(`light-${count}`));
    const throttled = results.filter((result) => result === 'ProvisionedThroughputExceededException');
    expect([results.indexOf('ProvisionedThroughputExceededException'), throttled.length]).toEqual([300, 12]);
    expect(await total('throttled_requests', 'small')).toBe(12);
    expect(await total('write_throttle_events', 'small')).toBe(12);
    await advance(120);
    const event = await theirs.platform.event((event) => event.kind === 'monitor', 'the monitor');
    expect(event).toMatchObject({ monitor: 'throttled', group: 'tablename:small', to: 'Alert' });
    expect(await put('light-again')).toBe('written');
  });
});
