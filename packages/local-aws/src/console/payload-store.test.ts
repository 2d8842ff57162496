import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPayloadStore } from './payload-store';

const folder = mkdtempSync(join(tmpdir(), 'payloads-'));
afterAll(() => rmSync(folder, { recursive: true }));

const openStore = (limit = 100_000_000) => createPayloadStore(join(folder, 'payloads'), limit);
const bytes = (length: number, value = 1) => new Uint8Array(length).fill(value);

describe('the payload store', () => {
  test('returns payloads before and after they are written to disk', () => {
    const store = openStore();
    const places = [bytes(10, 1), bytes(300_000, 2), bytes(0), bytes(20, 3)].map((payload) => store.write(payload));
    const read = places.map((place) => place && store.read(place));
    expect(read.map((payload) => [payload?.byteLength, payload?.[0]])).toEqual([
      [10, 1],
      [300_000, 2],
      [0, undefined],
      [20, 3],
    ]);
    expect(store.usage()).toMatchObject({ bytes: 300_030, dropped: 0 });
    store.close();
  });

  test('truncates payloads above 512 KiB and keeps their length', () => {
    const store = openStore();
    const place = store.write(bytes(600 * 1024));
    expect(place).toMatchObject({ length: 512 * 1024, bytes: 600 * 1024 });
    expect(place && store.read(place)?.byteLength).toBe(512 * 1024);
    store.close();
  });

  test('deletes the oldest payloads to stay below its limit', () => {
    const store = openStore(25_000);
    const places = Array.from({ length: 100 }, (_, index) => store.write(bytes(600, index)));
    const { bytes: used, dropped } = store.usage();
    expect(used).toBeLessThanOrEqual(25_000);
    expect(dropped).toBe(100 - used / 600);
    expect(places[0] && store.read(places[0])).toBeUndefined();
    expect(places[99] && store.read(places[99])?.[0]).toBe(99);
    store.close();
  });

  test('stays below its limit with payloads that exceed the size of a file', () => {
    const store = openStore(25_000);
    for (let written = 0; written < 20; written++) store.write(bytes(3_000));
    expect(store.usage()).toMatchObject({ bytes: 24_000, dropped: 12 });
    store.close();
  });

  test('returns undefined for a place that its file does not contain', () => {
    const store = openStore();
    const place = store.write(bytes(10));
    expect(store.read({ segment: 1, offset: 5, length: 1_000, bytes: 1_000 })).toBeUndefined();
    // writes the payload
    expect(place && store.read(place)?.byteLength).toBe(10);
    const [file = ''] = readdirSync(join(folder, 'payloads'));
    truncateSync(join(folder, 'payloads', file));
    expect(place && store.read(place)).toBeUndefined();
    store.close();
  });

  test('lets only its owner read the files, and removes them at the end', () => {
    const store = openStore();
    store.write(bytes(10));
    const [file = ''] = readdirSync(join(folder, 'payloads'));
    const modes = [join(folder, 'payloads'), join(folder, 'payloads', file)].map((path) => statSync(path).mode & 0o777);
    expect(modes).toEqual([0o700, 0o600]);
    store.close();
    expect(existsSync(join(folder, 'payloads'))).toBe(false);
  });

  test('reports a failed write once, and records no further payloads', () => {
    const store = createPayloadStore(join(folder, 'removed'), 1_000);
    rmSync(join(folder, 'removed'), { recursive: true });
    expect([store.write(bytes(10)), store.write(bytes(10))]).toEqual([undefined, undefined]);
    expect(store.usage()).toMatchObject({ dropped: 2, failure: expect.stringContaining('ENOENT') });
  });
});
