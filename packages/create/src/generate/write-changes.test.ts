import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeChanges } from './write-changes';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'write-changes-'));
});
afterEach(() => rmSync(root, { recursive: true }));

test('writeChanges undoes earlier changes if a file cannot be written', () => {
  writeFileSync(join(root, 'old.ts'), 'old');
  const changes = [
    { path: 'old.ts', text: 'new', isNew: false },
    { path: 'folder/new.ts', text: 'new', isNew: true },
    { path: 'old.ts/impossible.ts', text: 'new', isNew: true },
  ];
  expect(() => writeChanges(root, changes)).toThrow();
  expect(readdirSync(root)).toEqual(['old.ts']);
  expect(readFileSync(join(root, 'old.ts'), 'utf8')).toBe('old');
});
