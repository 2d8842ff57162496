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

const newCommand = (thing: string, command: string, askedAt = 1000) => ({
  thing,
  command,
  power: true,
  askedAt,
  expiresAt: askedAt + 30_000,
  traceId: 'trace',
});

describe('commandsTable', () => {
  test('stores a command once and returns the stored command on a retry', async () => {
    const key = newCommand('a', 'c1');
    expect(await table.storeOnce(key)).toMatchObject({ ...key, state: 'waiting' });
    await table.acknowledge(key, 2000);
    expect(await table.storeOnce({ ...key, power: false, askedAt: 9 })).toMatchObject({
      ...key,
      state: 'acknowledged',
    });
  });

  test("grants a thing's lock to one command at a time, and again to the command that holds the lock", async () => {
    const [first, second] = [newCommand('b', 'c1'), newCommand('b', 'c2')];
    expect(await table.acquireLock(first, 1000)).toBe(true);
    expect(await table.acquireLock(first, 1000)).toBe(true);
    expect(await table.acquireLock(second, 1000)).toBe(false);
    expect(await table.lockHolder('b')).toBe('c1');
    await table.releaseLock(second);
    expect(await table.lockHolder('b')).toBe('c1');
    await table.releaseLock(first);
    expect(await table.lockHolder('b')).toBeUndefined();
    expect(await table.acquireLock(second, 1000)).toBe(true);
  });

  test('grants the lock to one of several concurrent commands', async () => {
    const results = ['c1', 'c2', 'c3'].map((command) => table.acquireLock(newCommand('concurrent', command), 1000));
    expect((await Promise.all(results)).sort()).toEqual([false, false, true]);
  });

  test("grants the lock to another command one minute after the holder's expiry", async () => {
    const [first, second] = [newCommand('c', 'c1'), newCommand('c', 'c2')];
    await table.acquireLock(first, 1000);
    expect(await table.acquireLock(second, first.expiresAt + 59_999)).toBe(false);
    expect(await table.acquireLock(second, first.expiresAt + 60_000)).toBe(true);
  });

  test('rejects a token for a command that is cancelled or has ended', async () => {
    const key = newCommand('d', 'c1');
    await table.storeOnce(key);
    expect(await table.storeToken(key, 'token')).toBe(true);
    expect(await table.cancel(key)).toMatchObject({ isCancelled: true, taskToken: 'token' });
    expect(await table.storeToken(key, 'newer')).toBe(false);
    expect(await table.end(key, 'cancelled', 5000)).toMatchObject({ state: 'cancelled', endedAt: 5000 });
    expect(await table.find(key)).toMatchObject({ state: 'cancelled', taskToken: undefined });
  });

  test('ends a command once and leaves it unchanged afterwards', async () => {
    const key = newCommand('e', 'c1');
    await table.storeOnce(key);
    expect(await table.end(key, 'succeeded', 2000)).toMatchObject({ state: 'succeeded' });
    expect(await table.end(key, 'expired', 3000)).toBeUndefined();
    expect(await table.acknowledge(key, 3000)).toBeUndefined();
    expect(await table.cancel(key)).toBeUndefined();
    expect(await table.find(key)).toMatchObject({ state: 'succeeded', endedAt: 2000 });
  });

  test('acknowledges a command once', async () => {
    const key = newCommand('f', 'c1');
    await table.storeOnce(key);
    expect(await table.acknowledge(key, 2000)).toMatchObject({ state: 'acknowledged', acknowledgedAt: 2000 });
    expect(await table.acknowledge(key, 3000)).toBeUndefined();
  });
});
