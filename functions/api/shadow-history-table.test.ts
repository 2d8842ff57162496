import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { type TestTable, testTable } from '../shared/test-table';
import { shadowHistoryTable } from './shadow-history-table';

let database: TestTable;
beforeEach(async () => {
  database = await testTable('shadow-history', 'thing', 'version');
});
afterEach(() => database.close());

const storeChange = (version: number, brightness = String(version)) =>
  database.client.send(
    new PutItemCommand({
      TableName: 'shadow-history',
      Item: {
        thing: { S: 'light-1' },
        version: { N: String(version) },
        timestamp: { N: '1764000000' },
        current: { M: { state: { M: { reported: { M: { brightness: { N: brightness } } } } } } },
      },
    }),
  );

const page = (before: number | undefined, limit: number, thing = 'light-1') =>
  shadowHistoryTable(database.client, 'shadow-history').changesOf(thing, { before, limit });
const versions = async (before: number | undefined, limit: number) => {
  const { changes, last } = await page(before, limit);
  return { versions: changes.map(({ version }) => version), last };
};

describe('shadowHistoryTable', () => {
  test('pages from the newest change to the oldest, unaffected by new changes', async () => {
    for (const version of [1, 2, 3, 4]) await storeChange(version);
    expect(await versions(undefined, 3)).toEqual({ versions: [4, 3, 2], last: 2 });
    await storeChange(5);
    expect(await versions(2, 3)).toEqual({ versions: [1], last: undefined });
  });

  test('rounds a number that is too large for the SDK to a double, as JSON.parse does', async () => {
    await storeChange(1, '12345678901234567890123');
    const { changes } = await page(undefined, 1);
    expect(JSON.stringify(changes[0]?.current)).toBe('{"state":{"reported":{"brightness":1.2345678901234568e+22}}}');
  });

  test('returns no changes for an unknown thing', async () => {
    expect(await page(undefined, 5, 'missing')).toEqual({ changes: [], last: undefined });
  });
});
