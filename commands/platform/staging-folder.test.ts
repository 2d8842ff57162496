import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stagingFolder } from './staging-folder';

test('removes the folders of terminated processes and keeps the folders of running processes', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'himeshima-making-'));
  const { pid: gone } = spawnSync(process.execPath, ['--version']);
  const others = [`.staging-${process.ppid}`, 'stacks', '.staging'];
  for (const name of [...others, `.staging-${gone}`, `.staging-${process.pid}`]) mkdirSync(join(outdir, name));
  expect(stagingFolder(outdir)).toBe(join(outdir, `.staging-${process.pid}`));
  expect(readdirSync(outdir).sort()).toEqual(others.sort());
  rmSync(outdir, { recursive: true });
});
