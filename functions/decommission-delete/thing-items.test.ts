import { type TestTable, testTable } from '../shared/test-table';
import { testData } from './test-data.fixture';
import { thingItems } from './thing-items';

const tables = {
  belongings: 'belongings',
  ofThings: { 'device-power': 'device-power', 'shadow-history': 'shadow-history' },
  sortKeys: { 'shadow-history': 'version' },
};

let database: TestTable;
const { create, put, counted } = testData(() => database.client);
beforeAll(async () => {
  database = await testTable('shadow-history', 'thing', 'version');
  await create('device-power', 'thing');
  await create('belongings', 'id');
});
afterAll(() => database.close());

describe('thingItems', () => {
  test('deletes the data of a device in every table and keeps the data of other devices', async () => {
    for (const thing of ['sensor-1', 'sensor-2']) {
      for (const version of ['1', '2']) await put('shadow-history', { thing: { S: thing }, version: { N: version } });
      await put('device-power', { thing: { S: thing } });
      await put('belongings', { id: { S: `device/${thing}` } });
    }
    await expect(thingItems(database.client, tables, 10)('sensor-1', {})).resolves.toBe(false);
    expect(await Promise.all(['device-power', 'shadow-history', 'belongings'].map(counted))).toEqual([1, 2, 1]);
  });

  test('deletes the remaining items when called again', async () => {
    for (let version = 0; version < 60; version += 1)
      await put('shadow-history', { thing: { S: 'sensor-3' }, version: { N: String(version) } });
    const deleteItems = thingItems(database.client, tables, 2);
    expect([await deleteItems('sensor-3', {}), await deleteItems('sensor-3', {})]).toEqual([true, false]);
  });
});
