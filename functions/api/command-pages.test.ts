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

const asked = (thing: string, command: string, askedAt = 1000) => ({
  thing,
  command,
  power: true,
  askedAt,
  expiresAt: askedAt + 30_000,
  traceId: 'trace',
});

describe('commandPages', () => {
  test('returns the newest command first and skips the lock item', async () => {
    const commands = [asked('g', 'z', 1), asked('g', 'a', 2), asked('g', 'm', 2), asked('g', 'b', 3)];
    for (const command of commands) await table.storeOnce(command);
    await table.acquireLock(commands[0] ?? asked('g', 'z'), 1);
    const seen: string[] = [];
    for (let before: Parameters<typeof pages.commandsOf>[1]['before'], more = true; more; ) {
      const page = await pages.commandsOf('g', { before, limit: 2 });
      seen.push(...page.commands.map(({ command }) => command));
      // a command that is added now appears on no later page
      await table.storeOnce(asked('g', `new-${seen.length}`, 10 + seen.length));
      before = page.last;
      more = before !== undefined;
    }
    expect([seen[0], seen[3]]).toEqual(['b', 'z']);
    expect([...seen].sort()).toEqual(['a', 'b', 'm', 'z']);
  });

  test('finds commands by key and skips missing ones', async () => {
    await table.storeOnce(asked('h', 'c1'));
    await table.storeOnce(asked('i', 'c2'));
    const found = await pages.findMany([asked('h', 'c1'), asked('i', 'c2'), asked('i', 'none')]);
    expect(found.map(({ thing }) => thing).sort()).toEqual(['h', 'i']);
  });
});
