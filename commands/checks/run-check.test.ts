import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forEachConcurrently } from '../platform/for-each-concurrently';
import { runCheck } from './run-check';

const run = (program: string) => runCheck({ name: 'x', args: ['-e', program], fix: '' }, process.cwd());

describe('runCheck', () => {
  test('passes if the program exits with 0', async () => {
    expect(await run('console.log("fine")')).toMatchObject({ passed: true, output: 'fine' });
  });

  test('fails for any other exit code and returns stdout and stderr', async () => {
    const { passed, output } = await run('console.log("out"); console.error("err"); process.exitCode = 3');
    expect(passed).toBe(false);
    expect(output.split('\n').sort()).toEqual(['err', 'out']);
  });

  test('fails if the program is killed', async () => {
    expect(await run('process.kill(process.pid, "SIGKILL")')).toMatchObject({ passed: false });
  });
});

describe('runCheck with a cache', () => {
  const root = mkdtempSync(join(tmpdir(), 'himeshima-check-'));
  afterAll(() => rmSync(root, { recursive: true }));
  const failsIfCached = `process.exitCode = require('node:fs').existsSync('cache') ? 1 : 0`;
  const check = { name: 'x', fix: '', cache: 'cache' };

  test('runs again without a stale cache', async () => {
    mkdirSync(join(root, 'cache'));
    expect(await runCheck({ ...check, args: ['-e', failsIfCached] }, root)).toMatchObject({ passed: true });
  });

  test('fails if the program also fails without the cache', async () => {
    mkdirSync(join(root, 'cache'));
    const program = 'console.log("broken"); process.exitCode = 1';
    expect(await runCheck({ ...check, args: ['-e', program] }, root)).toMatchObject({
      passed: false,
      output: 'broken',
    });
  });
});

describe('forEachConcurrently', () => {
  test('processes every item once without exceeding the concurrency limit', async () => {
    const done: number[] = [];
    let busy = 0;
    let peak = 0;
    await forEachConcurrently([1, 2, 3, 4, 5], 2, async (item) => {
      busy += 1;
      peak = Math.max(peak, busy);
      await Promise.resolve();
      busy -= 1;
      done.push(item);
    });
    expect(done.sort()).toEqual([1, 2, 3, 4, 5]);
    expect(peak).toBe(2);
  });
});
