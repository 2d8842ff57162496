import { commandsTable as asked } from '../functions/power-command/commands-table';
import { commandsTable } from '../functions/power-confirm/commands-table';
import { type TestTable, testTable } from '../functions/shared/test-table';

let database: TestTable;
beforeAll(async () => {
  database = await testTable('commands', 'thing');
});
afterAll(() => database.close());

describe('the table commands', () => {
  test('gives back the command that power-command kept, and forgets it', async () => {
    await asked(database.client, 'commands').remember({ thing: 'a', power: true, taskToken: 't1', expiresAt: 1030 });
    const table = commandsTable(database.client, 'commands');
    await expect(table.commandFor('a')).resolves.toEqual({ power: true, taskToken: 't1', expiresAt: 1030 });
    await table.forget('a', 't1');
    await expect(table.commandFor('a')).resolves.toBeUndefined();
  });

  test('does not forget a command that has taken the place of the answered one', async () => {
    const kept = asked(database.client, 'commands');
    await kept.remember({ thing: 'b', power: true, taskToken: 'old', expiresAt: 1030 });
    await kept.remember({ thing: 'b', power: false, taskToken: 'new', expiresAt: 1060 });
    const table = commandsTable(database.client, 'commands');
    await table.forget('b', 'old');
    await expect(table.commandFor('b')).resolves.toMatchObject({ taskToken: 'new' });
  });
});
