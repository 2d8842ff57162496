import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { cachedAnswer } from './cached-answer';

const root = mkdtempSync(join(tmpdir(), 'cached-answer-'));
afterAll(() => rmSync(root, { recursive: true }));

const write = (path: string, text: string) => {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
};

let computed = 0;
const ask = (name = 'list') =>
  cachedAnswer(root, name, z.number(), async () => {
    computed += 1;
    return computed;
  });

test('recomputes a result only after a source changes', async () => {
  for (const path of ['build/programs/monitors.js', 'package-lock.json', 'contracts/topics.ts']) write(path, '1');
  write('monitors/a.test.ts', '1');
  expect([await ask(), await ask(), await ask('show a')]).toEqual([1, 1, 2]);
  write('monitors/a.test.ts', '2');
  expect(await ask()).toBe(3);
  write('monitors/b.test.ts', '1');
  expect([await ask(), await ask()]).toEqual([4, 4]);
});

test('caches no results if the sources cannot be read', async () => {
  rmSync(join(root, 'package-lock.json'));
  const [first, second] = [await ask(), await ask()];
  expect(second).toBe(first + 1);
});
