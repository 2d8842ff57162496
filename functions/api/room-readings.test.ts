import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { type TestTable, testTable } from '../shared/test-table';
import { roomReadings } from './room-readings';

let database: TestTable;
beforeEach(async () => {
  database = await testTable('readings', 'sensor', 'measuredAt');
});
afterEach(() => database.close());

const storeMeasurement = (at: number, room = 'room1', thing = 'sensor-1') =>
  database.client.send(
    new PutItemCommand({
      TableName: 'readings',
      Item: {
        sensor: { S: `${thing}/temp` },
        measuredAt: { N: String(at) },
        room: { S: room },
        value: { N: '21.5' },
      },
    }),
  );

const read = (from: number, to: number, limit = 10) =>
  roomReadings(database.client, { readings: 'readings', rooms: 'rooms' }).readingsOf(
    { thing: 'sensor-1', kind: 'temp', room: 'room1' },
    { from, to, limit },
  );

describe('readingsOf', () => {
  test("returns a sensor's readings within an inclusive time range", async () => {
    for (const at of [1, 2, 3, 4]) await storeMeasurement(at);
    await storeMeasurement(3, 'room1', 'sensor-2');
    const { readings, readUpTo } = await read(2, 3);
    expect(readings).toEqual([2, 3].map((at) => ({ thing: 'sensor-1', at, value: 21.5 })));
    expect(readUpTo).toBeUndefined();
  });

  test('skips readings from other rooms, and returns the position up to which it has read', async () => {
    await storeMeasurement(1, 'attic');
    await storeMeasurement(2);
    await storeMeasurement(3);
    expect(await read(0, 9, 1)).toEqual({ readings: [], readUpTo: 1 });
    expect(await read(0, 9, 2)).toEqual({ readings: [{ thing: 'sensor-1', at: 2, value: 21.5 }], readUpTo: 2 });
  });
});
