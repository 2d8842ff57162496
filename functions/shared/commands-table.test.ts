import { byMoment } from '../../contracts/command-order';
import { commandPages } from '../api/command-pages';
import { commandsTable } from './commands-table';
import { type TestTable, testTable } from './test-table';

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

describe('the table commands', () => {
  test('writes a command down once: who begins it again finds it as it stands', async () => {
    const key = asked('a', 'c1');
    expect(await table.begun(key)).toMatchObject({ ...key, state: 'waiting' });
    await table.acknowledge(key, 2000);
    expect(await table.begun({ ...key, power: false, askedAt: 9 })).toMatchObject({ ...key, state: 'acknowledged' });
  });

  test('gives the place of a thing to one command at a time, and to the same one again', async () => {
    const [first, second] = [asked('b', 'c1'), asked('b', 'c2')];
    expect(await table.takePlace(first, 1000)).toBe(true);
    expect(await table.takePlace(first, 1000)).toBe(true);
    expect(await table.takePlace(second, 1000)).toBe(false);
    expect(await table.underWay('b')).toBe('c1');
    await table.leavePlace(second);
    expect(await table.underWay('b')).toBe('c1');
    await table.leavePlace(first);
    expect(await table.underWay('b')).toBeUndefined();
    expect(await table.takePlace(second, 1000)).toBe(true);
  });

  test('gives the place away a minute after its command has expired: nobody has ended it', async () => {
    const [first, second] = [asked('c', 'c1'), asked('c', 'c2')];
    await table.takePlace(first, 1000);
    expect(await table.takePlace(second, first.expiresAt + 59_999)).toBe(false);
    expect(await table.takePlace(second, first.expiresAt + 60_000)).toBe(true);
  });

  test('keeps no token of a command that was called off, or is over', async () => {
    const key = asked('d', 'c1');
    await table.begun(key);
    expect(await table.keepToken(key, 'token')).toBe(true);
    expect(await table.cancel(key)).toMatchObject({ isCancelled: true, taskToken: 'token' });
    expect(await table.keepToken(key, 'newer')).toBe(false);
    expect(await table.end(key, 'cancelled', 5000)).toMatchObject({ state: 'cancelled', endedAt: 5000 });
    expect(await table.find(key)).toMatchObject({ state: 'cancelled', taskToken: undefined });
  });

  test('ends a command once, and changes nothing of it afterwards', async () => {
    const key = asked('e', 'c1');
    await table.begun(key);
    expect(await table.end(key, 'succeeded', 2000)).toMatchObject({ state: 'succeeded' });
    expect(await table.end(key, 'expired', 3000)).toBeUndefined();
    expect(await table.acknowledge(key, 3000)).toBeUndefined();
    expect(await table.cancel(key)).toBeUndefined();
    expect(await table.find(key)).toMatchObject({ state: 'succeeded', endedAt: 2000 });
  });

  test('acknowledges a command once', async () => {
    const key = asked('f', 'c1');
    await table.begun(key);
    expect(await table.acknowledge(key, 2000)).toMatchObject({ state: 'acknowledged', acknowledgedAt: 2000 });
    expect(await table.acknowledge(key, 3000)).toBeUndefined();
  });
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
