import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { createClock } from './clock';
import { type DiskStore, openDiskStore } from './disk-store';
import { start } from './stopped-platform.fixture';

const clock = createClock({ speed: 0, start });
let directory: string;
const opened: DiskStore[] = [];
const failed = jest.fn();
async function open(): Promise<DiskStore> {
  const store = await openDiskStore({ directory, real: clock.real, now: clock.now, failed });
  opened.push(store);
  return store;
}
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'himeshima-store-'));
});
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
  rmSync(directory, { recursive: true, force: true });
});

/** Closes a store, and leaves its folder as a SIGKILL would leave it. */
async function killed(store: DiskStore): Promise<void> {
  await store.written();
  opened.splice(opened.indexOf(store), 1);
  const log = readdirSync(join(directory, 'state')).find((name) => name.endsWith('.log')) ?? '';
  const bytes = readFileSync(join(directory, 'state', log));
  await store.close();
  writeFileSync(join(directory, 'state', log), bytes);
}

describe('openDiskStore', () => {
  test('restores the values that were not deleted, in key order, after the process is killed', async () => {
    const store = await open();
    const shadows = store.collection<{ version: number }>('shadows');
    for (const key of ['b', 'a', 'c']) shadows.set(key, { version: 1 });
    await store.written();
    shadows.set('a', { version: 2 });
    expect(shadows.delete('b')).toBe(true);
    expect(shadows.delete('b')).toBe(false);
    store.collection<string>('things').set('a', 'another');
    await killed(store);
    const again = await open();
    expect([...again.collection('shadows').entries()]).toEqual([
      ['a', { version: 2 }],
      ['c', { version: 1 }],
    ]);
    expect(again.savedAt).toBe(start);
  });

  test('restores a sequence after a restart, except for dropped values', async () => {
    const store = await open();
    const records = store.sequence<number>('records');
    records.push(...Array.from({ length: 12 }, (_, index) => index));
    await store.written();
    records.drop(3);
    records.push(12);
    await killed(store);
    const again = await open();
    const kept = again.sequence<number>('records');
    kept.drop(1);
    kept.push(13, 14);
    kept.drop(1);
    expect(kept.values).toEqual([5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
    await killed(again);
    expect((await open()).sequence('records').values).toEqual([5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
  });

  test('writes values in one batch if they are set together; an incomplete write loses the whole batch', async () => {
    const store = await open();
    const [names, places] = [store.collection<string>('names'), store.collection<string>('places')];
    names.set('one', 'kept');
    await store.written();
    names.set('two', 'x'.repeat(1000));
    places.set('two', 'x'.repeat(1000));
    await killed(store);
    const log = readdirSync(join(directory, 'state')).find((name) => name.endsWith('.log')) ?? '';
    const file = join(directory, 'state', log);
    truncateSync(file, readFileSync(file).byteLength - 100);
    const again = await open();
    expect([...again.collection('names').entries()]).toEqual([['one', 'kept']]);
    expect([...again.collection('places').entries()]).toEqual([]);
  });

  test('writes collections with mayLag within seconds, or when the store is closed', async () => {
    const store = await open();
    store.collection<number>('metrics', { mayLag: true }).set('invocations', 7);
    await store.close();
    expect((await open()).collection('metrics').get('invocations')).toBe(7);
  });

  test('rejects a folder that another process has open', async () => {
    await open();
    await expect(open()).rejects.toThrow(
      `${directory}: in use by another local runtime; stop the other runtime, or choose`,
    );
  });

  test('rejects a folder with a newer format', async () => {
    const newer = new ClassicLevel(join(directory, 'state'));
    await newer.put('.about\nformat', '2');
    await newer.close();
    await expect(open()).rejects.toThrow(/was written by another version \(format 2, expected 1\); choose another/);
  });

  test('rejects a folder that is not writable', async () => {
    writeFileSync(join(directory, 'state'), 'a file');
    await expect(open()).rejects.toThrow(/: its state cannot be read \(.+\); choose another folder with --data$/);
  });
});
