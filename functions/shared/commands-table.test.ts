import { commandsTable } from './commands-table';
import { type TestTable, testTable } from './test-table';

let database: TestTable;
let table: ReturnType<typeof commandsTable>;
beforeAll(async () => {
  database = await testTable('commands', 'thing');
  table = commandsTable(database.client, 'commands');
});
afterAll(() => database.close());

const command = { power: true, taskToken: 'token', expiresAt: 1030 };

describe('the table commands', () => {
  test('gives back what was kept, and forgets it', async () => {
    await table.remember('a', command);
    await expect(table.commandFor('a')).resolves.toEqual(command);
    await table.forget('a', 'token');
    await expect(table.commandFor('a')).resolves.toBeUndefined();
  });

  test('does not forget a command that has taken the place of the answered one', async () => {
    await table.remember('b', { ...command, taskToken: 'older' });
    await table.remember('b', { ...command, power: false });
    await table.forget('b', 'older');
    await expect(table.commandFor('b')).resolves.toEqual({ ...command, power: false });
  });

  test('forgetting twice does no harm', async () => {
    await table.forget('c', 'token');
    await expect(table.commandFor('c')).resolves.toBeUndefined();
  });
});
