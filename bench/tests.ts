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
        'the run takes about 650 s of processor time. End-to-end tests take 48 % of the time of all files, because most of these start a platform; tests of commands take 20 %, and those of plan-review 8 %.',
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
