import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import {
  CreateTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import db from 'dynalite/db';
import { closeIterators } from './closed-iterators';

/** dynalite, and the iterators of its database that are open. */
async function startDynalite(path: string | undefined) {
  const { create } = db;
  closeIterators();
  const { create: createClosing } = db;
  const iterators = { opened: 0, open: new Set<object>() };
  db.create = (options) => {
    const store = createClosing(options);
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
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0, path });
  db.create = create;
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { server, iterators };
}

const name = 'readings';
const range = [1, 2, 3].map(String);

/** Each reads one way, and the last two leave the rest of the table unread. */
async function readInEveryWay(client: DynamoDBClient): Promise<void> {
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

describe('no iterator stays open', () => {
  const directory = mkdtempSync(join(tmpdir(), 'himeshima-tables-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  test.each([
    ['in memory', undefined],
    ['on disk', join(directory, 'tables')],
  ])('after tables %s were read', async (_where, path) => {
    const { server, iterators } = await startDynalite(path);
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('dynalite listens on a port');
    const client = new DynamoDBClient({
      endpoint: `http://127.0.0.1:${address.port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    try {
      await readInEveryWay(client);
      const deadline = performance.now() + 2_000;
      while (iterators.open.size > 0 && performance.now() < deadline) await setImmediate();
      // at least one for each read; level opens some more on disk
      expect(iterators.opened).toBeGreaterThanOrEqual(4);
      expect(iterators.open.size).toBe(0);
    } finally {
      client.destroy();
      server.close();
      await once(server, 'close');
    }
  });
});
