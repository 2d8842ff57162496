import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { moveFolder } from './move-folder';

const folder = mkdtempSync(join(tmpdir(), 'himeshima-move-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Creates a folder with one file. Returns the path of the folder, and a target path that does not exist. */
function places(name: string) {
  const [from, to] = [join(folder, name, 'from'), join(folder, name, 'to')];
  mkdirSync(from, { recursive: true });
  writeFileSync(join(from, 'file'), '');
  return { from, to };
}

const failure = (code: string) => Object.assign(new Error(code), { code });

test('moves a folder between file systems by renaming a copy next to the target', () => {
  const { from, to } = places('other');
  const renamed: string[] = [];
  moveFolder(from, to, (source, target) => {
    if (source === from) throw failure('EXDEV');
    renamed.push(...readdirSync(source));
    expect(existsSync(to)).toBe(false);
    renameSync(source, target);
  });
  expect(renamed).toEqual(['file']);
  expect(readdirSync(join(folder, 'other')).sort()).toEqual(['from', 'to']);
});

test('rethrows any other error, and leaves no partial target', () => {
  const { from, to } = places('denied');
  const denied = () => {
    throw failure('EACCES');
  };
  expect(() => moveFolder(from, to, denied)).toThrow('EACCES');
  expect(existsSync(to)).toBe(false);
});
