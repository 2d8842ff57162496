import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import {
  ConditionalCheckFailedException,
  CreateTableCommand,
  DeleteItemCommand,
  DynamoDBClient,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import db from 'dynalite/db';
import { createDynalite, requestsTo } from './dynalite-internals';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanups.splice(0).reverse()) await cleanUp();
});

/** Connects a client to a dynalite server. */
async function connect(server: Server): Promise<DynamoDBClient> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  cleanups.push(() => new Promise((resolve) => server.close(resolve)));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('expected dynalite to listen on a port');
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${address.port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  cleanups.push(() => client.destroy());
  return client;
}

/** Creates a dynalite server and counts the iterators of its database. */
function countIterators(path: string | undefined) {
  const { create } = db;
  const iterators = { opened: 0, open: new Set<object>() };
  db.create = (options) => {
    const store = create(options);
    const { attachResource, detachResource } = store.db;
    store.db.attachResource = (iterator) => {
      iterators.opened += 1;
      iterators.open.add(iterator);
      attachResource.call(store.db, iterator);
    };
    store.db.detachResource = (iterator) => {
      iterators.open.delete(iterator);
      detachResource.call(store.db, iterator);
    };
    return store;
  };
  const { server } = createDynalite(path);
  db.create = create;
  return { server, iterators };
}

const name = 'readings';
const range = [1, 2, 3].map(String);

async function createTable(client: DynamoDBClient): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'thing', AttributeType: 'S' },
        { AttributeName: 'at', AttributeType: 'N' },
      ],
      KeySchema: [
        { AttributeName: 'thing', KeyType: 'HASH' },
        { AttributeName: 'at', KeyType: 'RANGE' },
      ],
    }),
  );
  await waitUntilTableExists({ client, minDelay: 0.01, maxDelay: 0.1, maxWaitTime: 5 }, { TableName: name });
}

/**
 * Reads a table in several ways.
 * The last two reads stop before the end of the table, and must still close the iterator.
 */
async function readInEveryWay(client: DynamoDBClient): Promise<void> {
  await createTable(client);
  for (const N of range)
    await client.send(new PutItemCommand({ TableName: name, Item: { thing: { S: 'sensor-1' }, at: { N } } }));
  const ofSensor = {
    TableName: name,
    KeyConditionExpression: 'thing = :thing',
    ExpressionAttributeValues: { ':thing': { S: 'sensor-1' } },
  };
  await client.send(new ListTablesCommand({}));
  expect(await client.send(new QueryCommand(ofSensor))).toMatchObject({ Count: 3 });
  expect(await client.send(new QueryCommand({ ...ofSensor, Limit: 1 }))).toMatchObject({ Count: 1 });
  expect(await client.send(new ScanCommand({ TableName: name, Limit: 1 }))).toMatchObject({ Count: 1 });
}

test.each([
  ['REMOVE #list[0], #list[2]', ['b']],
  ['REMOVE #list[0] SET #list[1] = :new', ['new', 'c']],
])('applies %j to the list as it was before the update', async (UpdateExpression, expected) => {
  const { server } = createDynalite(undefined);
  const client = await connect(server);
  await createTable(client);
  const Key = { thing: { S: 'a' }, at: { N: '1' } };
  const list = { L: ['a', 'b', 'c'].map((S) => ({ S })) };
  await client.send(new PutItemCommand({ TableName: name, Item: { ...Key, list } }));
  const { Attributes } = await client.send(
    new UpdateItemCommand({
      TableName: name,
      Key,
      UpdateExpression,
      ExpressionAttributeNames: { '#list': 'list' },
      ...(UpdateExpression.includes(':new') && { ExpressionAttributeValues: { ':new': { S: 'new' } } }),
      ReturnValues: 'ALL_NEW',
    }),
  );
  expect(Attributes?.['list']).toEqual({ L: expected.map((S) => ({ S })) });
});

test('rejects an empty key attribute of an index, and stores nothing', async () => {
  const { server } = createDynalite(undefined);
  const client = await connect(server);
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['thing', 'room'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
      KeySchema: [{ AttributeName: 'thing', KeyType: 'HASH' }],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'rooms',
          KeySchema: [{ AttributeName: 'room', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  );
  await waitUntilTableExists({ client, minDelay: 0.01, maxDelay: 0.1, maxWaitTime: 5 }, { TableName: name });
  const Key = { thing: { S: 'light-1' } };
  const put = (room: string) =>
    client.send(new PutItemCommand({ TableName: name, Item: { ...Key, room: { S: room }, note: { S: '' } } }));
  await expect(put('')).rejects.toThrow(
    'A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: rooms, IndexKey: room',
  );
  await put('hall');
  const update = new UpdateItemCommand({
    TableName: name,
    Key,
    UpdateExpression: 'SET room = :room',
    ExpressionAttributeValues: { ':room': { S: '' } },
  });
  await expect(client.send(update)).rejects.toThrow('attempted to update a secondary index key to a value that is not');
  const { Items } = await client.send(new ScanCommand({ TableName: name }));
  expect(Items).toEqual([{ ...Key, room: { S: 'hall' }, note: { S: '' } }]);
});

describe('dynalite closes all iterators', () => {
  const directory = mkdtempSync(join(tmpdir(), 'himeshima-tables-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  test.each([
    ['in memory', undefined],
    ['on disk', join(directory, 'tables')],
  ])('closes all iterators after reads from tables %s', async (_where, path) => {
    const { server, iterators } = countIterators(path);
    await readInEveryWay(await connect(server));
    const deadline = performance.now() + 2_000;
    while (iterators.open.size > 0 && performance.now() < deadline) await setImmediate();
    // each read opens at least one iterator; on disk, level opens additional iterators
    expect(iterators.opened).toBeGreaterThanOrEqual(4);
    expect(iterators.open.size).toBe(0);
  });
});

describe('an item that fails a condition', () => {
  const Key = { thing: { S: 'sensor-1' }, at: { N: '1' } };
  const Item = { ...Key, level: { N: '5' } };
  const condition = { TableName: name, ConditionExpression: 'attribute_not_exists(thing)' } as const;

  /**
   * Returns the item in the error from a failed call.
   * @param item the only item in the table
   */
  async function itemOfFailure(call: (client: DynamoDBClient) => Promise<unknown>, item?: typeof Item) {
    const client = await connect(createDynalite(undefined).server);
    await createTable(client);
    if (item !== undefined) await client.send(new PutItemCommand({ TableName: name, Item: item }));
    const error: unknown = await call(client).catch((caught: unknown) => caught);
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return error.Item;
  }

  test.each<[string, (client: DynamoDBClient, options: object) => Promise<unknown>]>([
    ['PutItem', (client, options) => client.send(new PutItemCommand({ ...condition, ...options, Item }))],
    ['UpdateItem', (client, options) => client.send(new UpdateItemCommand({ ...condition, ...options, Key }))],
    ['DeleteItem', (client, options) => client.send(new DeleteItemCommand({ ...condition, ...options, Key }))],
  ])(
    'if the condition of %s fails, the error contains the item only if the call requests the item',
    async (_operation, call) => {
      const returned = (options: object) => itemOfFailure((client) => call(client, options), Item);
      expect(await returned({ ReturnValuesOnConditionCheckFailure: 'ALL_OLD' })).toEqual(Item);
      expect(await returned({ ReturnValuesOnConditionCheckFailure: 'NONE' })).toBeUndefined();
      expect(await returned({})).toBeUndefined();
    },
  );

  test('returns no item if no item exists', async () => {
    const options = { ...condition, ConditionExpression: 'attribute_exists(thing)' };
    const command = new DeleteItemCommand({ ...options, Key, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' });
    expect(await itemOfFailure((client) => client.send(command))).toBeUndefined();
  });
});

describe('a request without a socket', () => {
  const send = (operation: string, body: string) => {
    const { server } = createDynalite(undefined);
    const request = requestsTo(server);
    return new Promise<{ status: number; crc32: string; body: string }>((resolve) => request(operation, body, resolve));
  };

  test('a request without a socket receives the response with its checksum', async () => {
    const { status, crc32: checksum, body } = await send('ListTables', '{"Limit":1}');
    expect({ status, body }).toEqual({ status: 200, body: '{"TableNames":[]}' });
    expect(checksum).toBe(String(crc32(body)));
  });

  test.each([
    ['an unknown operation', 'DescribeNothing', '{}', 'UnknownOperationException'],
    ['a body that is not JSON', 'ListTables', '{', 'SerializationException'],
    ['an unknown table', 'DescribeTable', '{"TableName":"nothing"}', 'ResourceNotFoundException'],
  ])("responds with DynamoDB's error for %s", async (_fault, operation, input, code) => {
    const { status, body } = await send(operation, input);
    expect(status).toBe(400);
    expect(body).toContain(`#${code}`);
  });
});
