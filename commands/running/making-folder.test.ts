import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makingFolder } from './making-folder';

test('what is left by processes that are gone goes, what another is making stays', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'himeshima-making-'));
  const { pid: gone } = spawnSync(process.execPath, ['--version']);
  const others = [`.making-${process.ppid}`, 'stacks', '.making'];
  for (const name of [...others, `.making-${gone}`, `.making-${process.pid}`]) mkdirSync(join(outdir, name));
  expect(makingFolder(outdir)).toBe(join(outdir, `.making-${process.pid}`));
  expect(readdirSync(outdir).sort()).toEqual(others.sort());
  rmSync(outdir, { recursive: true });
});
