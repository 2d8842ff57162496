import {
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { replaceFile } from './replace-file';

const folder = mkdtempSync(join(tmpdir(), 'himeshima-replaced-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('replaces a file with a new file that has the same permissions, and does not change the old inode', () => {
  const [file, old] = [join(folder, 'page.md'), join(folder, 'old')];
  writeFileSync(file, 'old', { mode: 0o600 });
  linkSync(file, old);
  replaceFile(file, 'new');
  expect([file, old].map((path) => readFileSync(path, 'utf8'))).toEqual(['new', 'old']);
  expect(lstatSync(file).mode & 0o777).toBe(0o600);
});

test('keeps a symbolic link and writes to its target', () => {
  const [file, link] = [join(folder, 'target'), join(folder, 'link')];
  writeFileSync(file, 'old');
  symlinkSync(file, link);
  replaceFile(link, 'new');
  expect({ isLink: lstatSync(link).isSymbolicLink(), text: readFileSync(file, 'utf8') }).toEqual({
    isLink: true,
    text: 'new',
  });
});

test.each([
  ['a folder', 'folder', 'EISDIR: illegal operation on a directory'],
  ['a file in a missing folder', 'none/page.md', 'ENOENT: no such file or directory'],
])('rejects %s with an error that contains the path, and leaves no temporary file', (_, name, why) => {
  mkdirSync(join(folder, 'folder'), { recursive: true });
  const before = readdirSync(folder);
  expect(() => replaceFile(join(folder, name), 'new')).toThrow(`${join(folder, name)} cannot be written: ${why}`);
  expect(readdirSync(folder)).toEqual(before);
});
