import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { createClock } from './clock';
import { checkDataFolder, checkOpenedDatabases, recordWrites } from './data-folder';

let folder: string;
const { real } = createClock({ speed: 0 });

/** Fills both databases of a --data folder, then closes them as a platform does when it stops. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'himeshima-data-'));
  for (const name of ['state', 'tables']) {
    const database = new ClassicLevel(join(folder, name));
    await database.open();
    const reading = (index: number) => ({ type: 'put' as const, key: `reading ${index}`, value: 'x'.repeat(100) });
    await database.batch(Array.from({ length: 1_000 }, (_, index) => reading(index)));
    await database.compactRange('a', 'z');
    await database.put('last', 'x'.repeat(1_000));
    await database.close();
  }
  recordWrites(folder, real).close();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const fileOf = (database: string, pattern: RegExp) => {
  const found = readdirSync(join(folder, database)).filter((name) => pattern.test(name));
  return join(folder, database, found.at(-1) ?? 'none');
};
const half = (file: string) => truncateSync(file, Math.floor(statSync(file).size / 2));

test('accepts a folder that contains all written data', () => {
  expect(() => checkDataFolder(folder)).not.toThrow();
});

test('accepts a new folder', () => {
  const empty = mkdtempSync(join(tmpdir(), 'himeshima-data-'));
  expect(() => checkDataFolder(empty)).not.toThrow();
  rmSync(empty, { recursive: true });
});

test('accepts a log file that LevelDB has replaced since file sizes were last recorded', async () => {
  const database = new ClassicLevel(join(folder, 'tables'));
  await database.open();
  await database.close();
  expect(() => checkDataFolder(folder)).not.toThrow();
});

describe.each(['state', 'tables'])('a folder whose %s database is damaged', (database) => {
  test.each([
    [
      'the folder is missing',
      () => join(folder, database),
      'is missing',
      (file: string) => rmSync(file, { recursive: true }),
    ],
    ['the log is missing', () => fileOf(database, /\.log$/), 'is missing', rmSync],
    ['the log is truncated', () => fileOf(database, /\.log$/), 'is truncated: \\d+ of \\d+ bytes are left', half],
    ['CURRENT is missing', () => join(folder, database, 'CURRENT'), 'is missing', rmSync],
    [
      'the MANIFEST is truncated',
      () => fileOf(database, /^MANIFEST-/),
      'is truncated: \\d+ of \\d+ bytes are left',
      half,
    ],
    ['a table file is truncated', () => fileOf(database, /\.ldb$/), 'is truncated: \\d+ of \\d+ bytes are left', half],
  ])('rejects the folder with an error that contains the path if %s', (_, find, fault, damage) => {
    const file = find();
    damage(file);
    expect(() => checkDataFolder(folder)).toThrow(new RegExp(`^${file} ${fault}\\. Restore the data`));
  });
});

test('records file sizes while the platform runs, and after the last write', async () => {
  const clock = createClock({ speed: 0 });
  const writes = recordWrites(folder, clock);
  const database = new ClassicLevel(join(folder, 'tables'));
  await database.open();
  const isLossNoticed = () => {
    const log = fileOf('tables', /\.log$/);
    const copy = readFileSync(log);
    truncateSync(log, copy.byteLength - 1);
    try {
      checkDataFolder(folder);
      return false;
    } catch {
      return true;
    } finally {
      writeFileSync(log, copy);
    }
  };
  await database.put('later', 'x'.repeat(1_000));
  expect(isLossNoticed()).toBe(false);
  await clock.advance(250);
  expect(isLossNoticed()).toBe(true);
  await database.put('last write', 'x'.repeat(1_000));
  await database.close();
  expect(isLossNoticed()).toBe(false);
  writes.close();
  expect(isLossNoticed()).toBe(true);
});

test('accepts a table file that LevelDB was still writing when the process was killed', async () => {
  writeFileSync(join(folder, 'tables', '000999.ldb'), readFileSync(fileOf('tables', /\.ldb$/)).subarray(0, 100));
  expect(() => checkDataFolder(folder)).not.toThrow();
  const database = new ClassicLevel(join(folder, 'tables'));
  await database.open();
  expect(await database.get('reading 999')).toBe('x'.repeat(100));
  await database.close();
});

test('accepts a folder whose table files LevelDB has compacted since file sizes were last recorded', async () => {
  const tables = readdirSync(join(folder, 'tables')).filter((name) => name.endsWith('.ldb'));
  const database = new ClassicLevel(join(folder, 'tables'));
  await database.open();
  await database.put('reading 5', 'changed');
  await database.compactRange('a', 'z');
  await database.close();
  expect(readdirSync(join(folder, 'tables'))).not.toEqual(expect.arrayContaining(tables));
  expect(() => checkDataFolder(folder)).not.toThrow();
});

test('accepts the remaining data if the recorded file sizes are removed', () => {
  half(fileOf('tables', /\.log$/));
  rmSync(join(folder, 'written.json'));
  expect(() => checkDataFolder(folder)).not.toThrow();
});

test('rejects a database without its CURRENT file, even without recorded file sizes', () => {
  rmSync(join(folder, 'written.json'));
  rmSync(join(folder, 'tables', 'CURRENT'));
  expect(() => checkDataFolder(folder)).toThrow(`${join(folder, 'tables', 'CURRENT')} is missing`);
});

test('rejects a file in place of a database folder', () => {
  rmSync(join(folder, 'tables'), { recursive: true });
  writeFileSync(join(folder, 'tables'), '');
  expect(() => checkDataFolder(folder)).toThrow(`${join(folder, 'tables')} is not a folder`);
});

test('reports a log file that is damaged in the middle, because LevelDB silently drops part of it', async () => {
  const database = new ClassicLevel(join(folder, 'tables'));
  await database.open();
  for (let index = 0; index < 100; index += 1) await database.put(`more ${index}`, 'x'.repeat(100));
  await database.close();
  const log = fileOf('tables', /\.log$/);
  const bytes = readFileSync(log);
  writeFileSync(log, bytes.fill(0xff, 1_000, 1_010));
  await database.open();
  expect(() => checkOpenedDatabases(folder)).toThrow(
    new RegExp(`^${log} was damaged: \\d+ bytes are lost \\(Corruption: .*\\)\\. Restore ${folder} from a copy`),
  );
  await database.close();
  await database.open();
  expect(() => checkOpenedDatabases(folder)).not.toThrow();
  await database.close();
});
