import { byMoment } from '../../contracts/command-order';
import { commandsTable } from '../shared/commands-table';
import { type TestTable, testTable } from '../shared/test-table';
import { commandPages } from './command-pages';

let database: TestTable;
let table: ReturnType<typeof commandsTable>;
let pages: ReturnType<typeof commandPages>;
beforeAll(async () => {
  const sort = { text: 'command', order: { name: byMoment, number: 'askedAt' } };
  database = await testTable('commands', 'thing', sort);
  table = commandsTable(database.client, 'commands');
  pages = commandPages(database.client, 'commands');
});
afterAll(() => database.close());

const newCommand = (thing: string, command: string, askedAt = 1000) => ({
  thing,
  command,
  power: true,
  askedAt,
  expiresAt: askedAt + 30_000,
  traceId: 'trace',
});

describe('commandPages', () => {
  test('returns the newest command first and skips the lock item', async () => {
    const commands = [
      newCommand('g', 'z', 1),
      newCommand('g', 'a', 2),
      newCommand('g', 'm', 2),
      newCommand('g', 'b', 3),
    ];
    for (const command of commands) await table.storeOnce(command);
    await table.acquireLock(commands[0] ?? newCommand('g', 'z'), 1);
    const seen: string[] = [];
    for (let before: Parameters<typeof pages.commandsOf>[1]['before'], more = true; more; ) {
      const page = await pages.commandsOf('g', { before, limit: 2 });
      seen.push(...page.commands.map(({ command }) => command));
      // a command that is added now must not appear on a later page
      await table.storeOnce(newCommand('g', `new-${seen.length}`, 10 + seen.length));
      before = page.last;
      more = before !== undefined;
    }
    expect([seen[0], seen[3]]).toEqual(['b', 'z']);
    expect([...seen].sort()).toEqual(['a', 'b', 'm', 'z']);
  });

  test('finds commands by key and skips missing commands', async () => {
    await table.storeOnce(newCommand('h', 'c1'));
    await table.storeOnce(newCommand('i', 'c2'));
    const found = await pages.findMany([newCommand('h', 'c1'), newCommand('i', 'c2'), newCommand('i', 'none')]);
    expect(found.map(({ thing }) => thing).sort()).toEqual(['h', 'i']);
  });
});
