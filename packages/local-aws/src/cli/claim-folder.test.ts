import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimFolder } from './claim-folder';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'himeshima-claim-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const claimedBy = () => Number(readFileSync(join(folder, 'pid'), 'utf8').split('\n')[0]);

test('claims a folder for the process', () => {
  claimFolder(folder);
  expect(claimedBy()).toBe(process.pid);
});

test('rejects a folder that a running process uses, and suggests options for a second platform', () => {
  writeFileSync(join(folder, 'pid'), String(process.ppid));
  expect(() => claimFolder(folder)).toThrow(new RegExp(`^process ${process.ppid} uses the folder .+ --dir .+-2 `));
  expect(claimedBy()).toBe(process.ppid);
});

test.each([
  ['of a process that was killed', () => String(spawnSync(process.execPath, ['-e', '']).pid)],
  ['without a number', () => 'half writ'],
  ['that was copied with its folder', () => `${process.ppid}\n${tmpdir()}/original`],
])('ignores a claim %s', (_, text) => {
  writeFileSync(join(folder, 'pid'), text());
  claimFolder(folder);
  expect(claimedBy()).toBe(process.pid);
});
