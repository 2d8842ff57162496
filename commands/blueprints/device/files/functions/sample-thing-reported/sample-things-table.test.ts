import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { type TestTable, testTable } from '../shared/test-table';
import { sampleThingsTable } from './sample-things-table';

let database: TestTable;
beforeEach(async () => {
  database = await testTable('sample-things', 'thing');
});
afterEach(() => database.close());

const report = { v: 1, thing: 'sample-thing-1', traceId: 'trace' } as const;

async function stored() {
  const get = new GetItemCommand({ TableName: 'sample-things', Key: { thing: { S: 'sample-thing-1' } } });
  return (await database.client.send(get)).Item;
}

test('keeps the latest report, regardless of the order in which reports arrive', async () => {
  const table = sampleThingsTable(database.client, 'sample-things');
  await table.store({ ...report, at: 2 });
  await table.store({ ...report, at: 1 });
  expect(await stored()).toMatchObject({ reportedAt: { N: '2' } });
});

test('stores the fields of a report', async () => {
  await sampleThingsTable(database.client, 'sample-things').store({ ...report, at: 1 });
  // Fill in: declare what a sample thing reports in contracts/sample-thing.ts, report it in devices/sample-thing.ts,
  // store it in sample-things-table.ts, add an example to `report` above, and list the fields here.
  expect(Object.keys(Object(await stored())).sort()).toEqual(['fill in: the fields', 'reportedAt', 'thing', 'traceId']);
});
