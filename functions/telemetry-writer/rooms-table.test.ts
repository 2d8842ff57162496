import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { type TestTable, testTable } from '../shared/test-table';
import { roomsTable } from './rooms-table';

let database: TestTable;
beforeEach(async () => {
  database = await testTable('rooms', 'room');
});
afterEach(() => database.close());

const upTo = (first: string, last: string) => ({
  room: 'room1',
  kind: 'temp',
  count: 2,
  sum: 43,
  things: ['sensor-1', `sensor-${last}`],
  first,
  last,
});
const [one, other] = ['shardId-000000000000', 'shardId-000000000001'];

async function room() {
  const get = new GetItemCommand({ TableName: 'rooms', Key: { room: { S: 'room1/temp' } } });
  const { Item } = await database.client.send(get);
  return { readings: Item?.['readings']?.N, total: Item?.['total']?.N, things: Item?.['things']?.SS?.toSorted() };
}

describe('roomsTable', () => {
  test('adds up the batches of all shards', async () => {
    const rooms = roomsTable(database.client, 'rooms');
    expect(await rooms.add(upTo('8', '9'), one)).toBeUndefined();
    expect(await rooms.add(upTo('10', '11'), one)).toBeUndefined();
    expect(await rooms.add(upTo('1', '2'), other)).toBeUndefined();
    expect(await room()).toEqual({
      readings: '6',
      total: '129',
      things: ['sensor-1', 'sensor-11', 'sensor-2', 'sensor-9'],
    });
  });

  test('rejects a partly counted batch, and returns the position up to which the room was counted', async () => {
    const rooms = roomsTable(database.client, 'rooms');
    await rooms.add(upTo('9', '10'), one);
    for (const again of [upTo('9', '10'), upTo('9', '9'), upTo('10', '12')])
      expect(await rooms.add(again, one)).toBe('10'.padStart(128, '0'));
    expect(await room()).toMatchObject({ readings: '2', total: '43' });
  });

  test('fails if the table does not exist', async () => {
    await expect(roomsTable(database.client, 'nowhere').add(upTo('1', '2'), one)).rejects.toThrow('not found');
  });
});
