import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withLock } from './with-lock';

const folder = mkdtempSync(join(tmpdir(), 'himeshima-locked-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('makes a second caller wait for the first, even if the first fails', async () => {
  const done: string[] = [];
  const lock = { folder, name: 'test.lock' };
  const first = withLock(lock, async () => {
    done.push('first begins');
    for (let turn = 0; turn < 20; turn++) await readdir(folder);
    done.push('first ends');
    throw new Error('first');
  });
  const second = withLock(lock, () => done.push('second'));
  await expect(first).rejects.toThrow('first');
  await second;
  expect(done).toEqual(['first begins', 'first ends', 'second']);
  expect(readdirSync(folder)).toEqual([]);
});
