import { BatchWriteItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { type TestTable, testTable } from '../shared/test-table';
import { sensorReadings } from './sensor-readings';
import { testData } from './test-data.fixture';

const tables = { readings: 'readings', rooms: 'rooms' };
const kind = { kind: 'temp' };

let database: TestTable;
const { create, put, counted } = testData(() => database.client);
beforeAll(async () => {
  database = await testTable('readings', 'sensor', 'measuredAt');
  await create('rooms', 'room');
});
afterAll(() => database.close());

/** Stores measurements of a sensor, in batches of 25. */
async function storeReadings(sensor: string, count: number, room = 'room1'): Promise<void> {
  for (let from = 0; from < count; from += 25) {
    const items = Array.from({ length: Math.min(25, count - from) }, (_, index) => ({
      PutRequest: { Item: { sensor: { S: sensor }, measuredAt: { N: String(from + index) }, room: { S: room } } },
    }));
    await database.client.send(new BatchWriteItemCommand({ RequestItems: { readings: items } }));
  }
}

describe('sensorReadings', () => {
  test('deletes the readings of a sensor and keeps the readings of other sensors', async () => {
    for (const thing of ['sensor-1', 'sensor-2']) await storeReadings(`${thing}/temp`, 30);
    await expect(sensorReadings(database.client, tables, 10)('sensor-1', kind)).resolves.toBe(false);
    expect(await counted('readings')).toBe(30);
  });

  test('deletes the remaining readings when called again', async () => {
    await storeReadings('sensor-3/temp', 60);
    const deleteReadings = sensorReadings(database.client, tables, 2);
    await expect(deleteReadings('sensor-3', kind)).resolves.toBe(true);
    await expect(deleteReadings('sensor-3', kind)).resolves.toBe(false);
    await expect(deleteReadings('sensor-3', kind)).resolves.toBe(false);
    expect(await counted('readings')).toBe(30);
  });

  test('deletes nothing for a device that measures nothing', async () => {
    await expect(sensorReadings(database.client, tables, 10)('sensor-2', {})).resolves.toBe(false);
    expect(await counted('readings')).toBe(30);
  });

  test('removes the device from the rooms in which it took measurements, and keeps the totals of these rooms', async () => {
    for (const [room, ...things] of [
      ['room1', 'sensor-4', 'sensor-5'],
      ['room2', 'sensor-4'],
      ['room3', 'sensor-5'],
    ])
      await put('rooms', { room: { S: `${room}/temp` }, readings: { N: '2' }, things: { SS: things } });
    await storeReadings('sensor-4/temp', 26, 'room1');
    await put('readings', { sensor: { S: 'sensor-4/temp' }, measuredAt: { N: '100' }, room: { S: 'room2' } });
    await sensorReadings(database.client, tables, 10)('sensor-4', kind);
    const { Items = [] } = await database.client.send(new ScanCommand({ TableName: 'rooms' }));
    const rooms = Items.map(({ room, readings, things }) => [room?.S, readings?.N, ...(things?.SS ?? [])]);
    expect(rooms.toSorted()).toEqual([
      ['room1/temp', '2', 'sensor-5'],
      ['room2/temp', '2'],
      ['room3/temp', '2', 'sensor-5'],
    ]);
  });
});
