import { BatchWriteItemCommand, CreateTableCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { type TestTable, testTable } from '../shared/test-table';
import { deviceData } from './device-data';

const tables = {
  belongings: 'belongings',
  readings: 'readings',
  rooms: 'rooms',
  ofThings: {
    'device-power': 'device-power',
    commands: 'commands',
    rotations: 'rotations',
    'shadow-history': 'shadow-history',
  },
};

let database: TestTable;
beforeAll(async () => {
  database = await testTable('readings', 'sensor', 'measuredAt');
  await create('shadow-history', 'thing', 'version');
  await create('commands', 'thing', 'command', 'S');
  for (const name of ['device-power', 'rotations']) await create(name, 'thing');
  await create('belongings', 'id');
  await create('rooms', 'room');
});
afterAll(() => database.close());

async function create(TableName: string, key: string, sort?: string, sorted: 'S' | 'N' = 'N'): Promise<void> {
  const text = { AttributeName: key, AttributeType: 'S' } as const;
  const number = { AttributeName: sort, AttributeType: sorted } as const;
  const create = new CreateTableCommand({
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: sort === undefined ? [text] : [text, number],
    KeySchema: [
      { AttributeName: key, KeyType: 'HASH' },
      ...(sort === undefined ? [] : [{ AttributeName: sort, KeyType: 'RANGE' } as const]),
    ],
  });
  await database.client.send(create);
}

const put = (TableName: string, Item: PutItemCommand['input']['Item']) =>
  database.client.send(new PutItemCommand({ TableName, Item }));

/** Stores measurements of a sensor, in batches of 25. */
async function measured(sensor: string, count: number, room = 'room1'): Promise<void> {
  for (let from = 0; from < count; from += 25) {
    const items = Array.from({ length: Math.min(25, count - from) }, (_, index) => ({
      PutRequest: { Item: { sensor: { S: sensor }, measuredAt: { N: String(from + index) }, room: { S: room } } },
    }));
    await database.client.send(new BatchWriteItemCommand({ RequestItems: { readings: items } }));
  }
}

const counted = async (TableName: string) =>
  (await database.client.send(new ScanCommand({ TableName, Select: 'COUNT' }))).Count;

describe('deviceData', () => {
  test('deletes the data of a device in every table and keeps the data of other devices', async () => {
    for (const thing of ['sensor-1', 'sensor-2']) {
      await measured(`${thing}/temp`, 30);
      await put('shadow-history', { thing: { S: thing }, version: { N: '1' } });
      for (const command of ['c1', '#under-way'])
        await put('commands', { thing: { S: thing }, command: { S: command } });
      for (const name of ['device-power', 'rotations']) await put(name, { thing: { S: thing } });
      await put('belongings', { id: { S: `device/${thing}` } });
    }
    await expect(deviceData(database.client, tables, 10).deleteData('sensor-1', 'temp')).resolves.toBe(false);
    const { ofThings, ...others } = tables;
    expect(await Promise.all(Object.values(ofThings).map(counted))).toEqual([1, 2, 1, 1]);
    expect(await Promise.all(Object.values(others).map(counted))).toEqual([1, 30, 0]);
  });

  test('deletes the remaining data when called again', async () => {
    await measured('sensor-3/temp', 60);
    const { deleteData } = deviceData(database.client, tables, 2);
    await expect(deleteData('sensor-3', 'temp')).resolves.toBe(true);
    await expect(deleteData('sensor-3', 'temp')).resolves.toBe(false);
    await expect(deleteData('sensor-3', 'temp')).resolves.toBe(false);
    expect(await counted('readings')).toBe(30);
  });

  test('removes the device from the rooms where it measured and keeps their totals', async () => {
    for (const [room, ...things] of [
      ['room1', 'sensor-4', 'sensor-5'],
      ['room2', 'sensor-4'],
      ['room3', 'sensor-5'],
    ])
      await put('rooms', { room: { S: `${room}/temp` }, readings: { N: '2' }, things: { SS: things } });
    await measured('sensor-4/temp', 26, 'room1');
    await put('readings', { sensor: { S: 'sensor-4/temp' }, measuredAt: { N: '100' }, room: { S: 'room2' } });
    await deviceData(database.client, tables, 10).deleteData('sensor-4', 'temp');
    const { Items = [] } = await database.client.send(new ScanCommand({ TableName: 'rooms' }));
    const rooms = Items.map(({ room, readings, things }) => [room?.S, readings?.N, ...(things?.SS ?? [])]);
    expect(rooms.toSorted()).toEqual([
      ['room1/temp', '2', 'sensor-5'],
      ['room2/temp', '2'],
      ['room3/temp', '2', 'sensor-5'],
    ]);
  });
});
