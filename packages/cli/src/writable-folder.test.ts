import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder, writableFolder } from './writable-folder';

const parent = mkdtempSync(join(tmpdir(), 'himeshima-folder-'));
afterAll(() => rmSync(parent, { recursive: true }));

test('creates a missing folder and its parents', () => {
  const folder = writableFolder('--out', join(parent, 'a', 'b'), 0o700);
  expect(folder).toBe(join(parent, 'a', 'b'));
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

test('rejects a file', () => {
  const file = join(parent, 'file');
  writeFileSync(file, '');
  expect(() => writableFolder('--dir', file)).toThrow(
    `${file} cannot be written to (it is not a folder); choose another folder with --dir`,
  );
});

test.each([
  ['', '--out needs a folder'],
  ['/proc/nope/deeper', '/proc/nope/deeper cannot be written to ('],
])('rejects %j immediately with an error that contains the option', (path, text) => {
  expect(() => writableFolder('--out', path)).toThrow(text);
});

test('returns no cache folder if the folder is not writable', () => {
  const file = join(parent, 'no-folder');
  writeFileSync(file, '');
  expect(cacheFolder(join(file, 'known'))).toBeUndefined();
  expect(cacheFolder(join(parent, 'known'))).toBe(join(parent, 'known'));
});
