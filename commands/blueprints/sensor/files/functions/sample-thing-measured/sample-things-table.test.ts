import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { type TestTable, testTable } from '../shared/test-table';
import { sampleThingsTable } from './sample-things-table';

let database: TestTable;
beforeEach(async () => {
  database = await testTable('sample-things', 'thing');
});
afterEach(() => database.close());

const report = { thing: 'sensor-sample-thing-1', room: 'room1', at: 1_764_000_000_000, traceId: 'trace' };

/** Returns the items in the table after a report has arrived twice. */
async function storedTwice() {
  const table = sampleThingsTable(database.client, 'sample-things');
  await table.store(report);
  await table.store(report);
  return (await database.client.send(new ScanCommand({ TableName: 'sample-things' }))).Items ?? [];
}

test('stores a duplicate report once', async () => {
  expect(await storedTwice()).toHaveLength(1);
});

test('stores the fields of a measurement', async () => {
  const [item = {}] = await storedTwice();
  // Fill in: restrict the rule in stacks/features/sample-things.ts to the values that matter (AND value = 1),
  // store the derived fields in sample-things-table.ts, and list them here.
  expect(Object.keys(item).sort()).toEqual(['at', 'fill in: the fields', 'room', 'thing', 'traceId']);
});
