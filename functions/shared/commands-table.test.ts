import { byMoment } from '../../contracts/command-order';
import { commandsTable } from './commands-table';
import { type TestTable, testTable } from './test-table';

let database: TestTable;
let table: ReturnType<typeof commandsTable>;
beforeAll(async () => {
  database = await testTable('commands', 'thing', { text: 'command', order: { name: byMoment, number: 'askedAt' } });
  table = commandsTable(database.client, 'commands');
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

  test('gives the place to one of those that ask at the same moment', async () => {
    const places = ['c1', 'c2', 'c3'].map((command) => table.takePlace(asked('side', command), 1000));
    expect((await Promise.all(places)).sort()).toEqual([false, false, true]);
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
