import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { type TestTable, testTable } from '../shared/test-table';
import { devicePowerTable } from './device-power-table';

let database: TestTable;
beforeAll(async () => {
  database = await testTable('device-power', 'thing');
});
afterAll(() => database.close());

describe('the table device-power', () => {
  test('keeps the newest moment of a thing, and says whether it stored', async () => {
    const table = devicePowerTable(database.client, 'device-power');
    const put = (since: number) => table.putIfNewer({ thing: 'light-1', since, traceId: `trace-${since}` });
    expect([await put(1000), await put(1000), await put(900), await put(1001)]).toEqual([true, false, false, true]);

    const get = new GetItemCommand({ TableName: 'device-power', Key: { thing: { S: 'light-1' } } });
    const { Item } = await database.client.send(get);
    expect(Item).toEqual({
      thing: { S: 'light-1' },
      power: { BOOL: true },
      since: { N: '1001' },
      traceId: { S: 'trace-1001' },
    });
  });
});
