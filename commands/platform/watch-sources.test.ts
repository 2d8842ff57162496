import { type FSWatcher, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { poll } from '@himeshima/local-aws/testing';
import { watchSources } from './watch-sources';

const folder = mkdtempSync(join(tmpdir(), 'himeshima-watched-'));
const watching: FSWatcher[] = [];
afterAll(() => {
  for (const watcher of watching) watcher.close();
  rmSync(folder, { recursive: true });
});

test("reports an editor's writes as one change, without temporary files and tests", async () => {
  mkdirSync(join(folder, 'inner'));
  const changes: (readonly string[])[] = [];
  watching.push(...watchSources([folder], (paths) => changes.push(paths)));
  const source = join(folder, 'inner', 'monitor.ts');
  for (const name of ['sedOw1MC2', '4913', '.monitor.ts.swp', '.#monitor.ts', 'monitor.ts~', 'monitor.test.ts']) {
    writeFileSync(join(folder, 'inner', name), '');
  }
  writeFileSync(source, '1');
  renameSync(join(folder, 'inner', 'sedOw1MC2'), source);
  await poll(() => changes[0], 'a change');
  writeFileSync(join(folder, 'next.ts'), '');
  await poll(() => changes[1], 'the next change');
  expect(changes).toEqual([[source], [join(folder, 'next.ts')]]);
});
