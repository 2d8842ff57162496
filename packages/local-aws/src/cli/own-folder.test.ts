import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownFolder } from './own-folder';

const parent = mkdtempSync(join(tmpdir(), 'himeshima-own-'));
afterAll(() => rmSync(parent, { recursive: true }));

let count = 0;
const newPath = () => join(parent, String(++count));
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

test('creates a folder that only its owner can read', () => {
  const folder = ownFolder('--data', newPath());
  expect(modeOf(folder)).toBe('700');
});

test('accepts a folder that an earlier call created', () => {
  const folder = ownFolder('--dir', newPath());
  writeFileSync(join(folder, 'other'), '');
  expect(ownFolder('--dir', folder)).toBe(folder);
});

test.each(['--dir', '--data'] as const)('%s rejects a folder with other files, and does not change it', (option) => {
  const folder = newPath();
  mkdirSync(folder, { mode: 0o755 });
  writeFileSync(join(folder, 'passwd'), '');
  expect(() => ownFolder(option, folder)).toThrow(
    `${folder} contains other files, such as passwd; choose a new or empty folder with ${option}`,
  );
  expect([modeOf(folder), readdirSync(folder)]).toEqual(['755', ['passwd']]);
});

test.each([
  ['--dir', 'ca-key.pem'],
  ['--data', 'state/CURRENT'],
] as const)('%s accepts a folder that contains %s, because an earlier version created it', (option, file) => {
  const folder = newPath();
  mkdirSync(join(folder, file, '..'), { recursive: true });
  writeFileSync(join(folder, file), '');
  expect(ownFolder(option, folder)).toBe(folder);
});

test('corrects the permissions of existing files and does not follow links out of the folder', () => {
  const outside = newPath();
  mkdirSync(outside);
  chmodSync(outside, 0o755);
  const folder = ownFolder('--data', newPath());
  mkdirSync(join(folder, 'state'));
  writeFileSync(join(folder, 'state', 'log'), '');
  symlinkSync(outside, join(folder, 'link'));
  for (const [path, mode] of [
    [folder, 0o755],
    [join(folder, 'state'), 0o755],
    [join(folder, 'state', 'log'), 0o644],
  ] as const)
    chmodSync(path, mode);
  ownFolder('--data', folder);
  expect([folder, join(folder, 'state'), join(folder, 'state', 'log'), outside].map(modeOf)).toEqual([
    '700',
    '700',
    '600',
    '755',
  ]);
});
