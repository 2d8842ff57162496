import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Figure } from './figure';

/** Measures a run of all tests, and a run of the `monitors` tests. @throws Error with the output if a test fails */
export function testFigures(root: string): Figure[] {
  return [
    {
      name: 'npm test, one run',
      value: secondsOf(root, []),
      unit: 's',
      limit: { most: 120 },
      profile:
        'with Node.js 24, the run takes about 630 s of processor time: 44% for end-to-end tests, which start 75 platforms, and 15% for tests of commands. The other 600 files take 0.3 s each on average; a sixth of their time is garbage collection.',
    },
    { name: 'npx jest monitors, one run', value: secondsOf(root, ['monitors']), unit: 's', limit: { most: 15 } },
  ];
}

function secondsOf(root: string, patterns: readonly string[]): number {
  const started = performance.now();
  const args = [join(root, 'node_modules', 'jest', 'bin', 'jest.js'), '--silent', ...patterns];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', maxBuffer: 1e9 });
  if (status !== 0) throw new Error(`jest ${patterns.join(' ')} failed:\n${stderr}`);
  return (performance.now() - started) / 1000;
}
