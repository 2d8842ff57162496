import { writesOf } from './writes';

const reading = (at: number) => ({ thing: { S: 'sensor-1' }, at: { N: String(at) } });
const put = (at: number) => ({ PutRequest: { Item: reading(at) } });
const remove = (at: number) => ({ DeleteRequest: { Key: reading(at) } });
const batch = (RequestItems: object, UnprocessedItems: object = {}) =>
  writesOf('BatchWriteItem', { RequestItems }, JSON.stringify({ UnprocessedItems }));

describe('writesOf', () => {
  test('returns the columns of an item that PutItem writes', () => {
    const input = { TableName: 'device-power', Item: { thing: { S: 'light-1' }, on: { BOOL: true }, l: { L: [] } } };
    expect(writesOf('PutItem', input, '{}')).toEqual([
      { table: 'device-power', operation: 'put', item: '{thing: light-1, on: true, l: […]}' },
    ]);
  });

  test('returns the key of an item that UpdateItem or DeleteItem changes', () => {
    const input = { TableName: 'rooms', Key: { room: { S: 'a'.repeat(30) } } };
    const item = `{room: ${'a'.repeat(23)}…}`;
    expect(writesOf('UpdateItem', input, '{}')).toEqual([{ table: 'rooms', operation: 'update', item }]);
    expect(writesOf('DeleteItem', input, '{}')).toEqual([{ table: 'rooms', operation: 'delete', item }]);
  });

  test('summarizes a batch by table and operation', () => {
    expect(batch({ readings: [put(1), put(2), remove(3)], rooms: [put(4)] })).toEqual([
      { table: 'readings', operation: 'put', item: '2 items' },
      { table: 'readings', operation: 'delete', item: '{thing: sensor-1, at: 3}' },
      { table: 'rooms', operation: 'put', item: '{thing: sensor-1, at: 4}' },
    ]);
  });

  test("excludes a batch's unprocessed items", () => {
    expect(batch({ readings: [put(1), put(2), put(3)] }, { readings: [put(3)] })).toEqual([
      { table: 'readings', operation: 'put', item: '2 items' },
    ]);
    expect(batch({ readings: [put(1)] }, { readings: [put(1)] })).toEqual([]);
  });

  test('returns no writes for a read', () => {
    expect(writesOf('GetItem', { TableName: 'rooms', Key: {} }, '{}')).toEqual([]);
  });
});
