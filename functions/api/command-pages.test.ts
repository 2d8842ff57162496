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

describe('pages of commands', () => {
  test('show the newest first, and what is under way is no command', async () => {
    const commands = [asked('g', 'z', 1), asked('g', 'a', 2), asked('g', 'm', 2), asked('g', 'b', 3)];
    for (const command of commands) await table.begun(command);
    await table.takePlace(commands[0] ?? asked('g', 'z'), 1);
    const turned: string[] = [];
    for (let before: Parameters<typeof pages.commandsOf>[1]['before'], more = true; more; ) {
      const page = await pages.commandsOf('g', { before, limit: 2 });
      turned.push(...page.commands.map(({ command }) => command));
      // the newest of all is on no page that is still to come
      await table.begun(asked('g', `new-${turned.length}`, 10 + turned.length));
      before = page.last;
      more = before !== undefined;
    }
    expect([turned[0], turned[3]]).toEqual(['b', 'z']);
    expect([...turned].sort()).toEqual(['a', 'b', 'm', 'z']);
  });

  test('find many by their keys, but for those that are not there', async () => {
    await table.begun(asked('h', 'c1'));
    await table.begun(asked('i', 'c2'));
    const found = await pages.findMany([asked('h', 'c1'), asked('i', 'c2'), asked('i', 'none')]);
    expect(found.map(({ thing }) => thing).sort()).toEqual(['h', 'i']);
  });
});
