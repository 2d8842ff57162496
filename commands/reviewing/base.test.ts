import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silent } from '../printing/progress';
import { synthesizeCommit, synthesizeTree } from './base';

const roots: string[] = [];
afterAll(() => {
  for (const root of roots) rmSync(root, { recursive: true, force: true });
});

/** A project whose one commit has these files. */
function project(files: Readonly<Record<string, string>>) {
  const root = mkdtempSync(join(tmpdir(), 'himeshima-project-'));
  roots.push(root);
  mkdirSync(join(root, 'commands'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
  git('init', '--quiet');
  git('add', '.');
  git('-c', 'user.name=t', '-c', 'user.email=t@example.com', 'commit', '--quiet', '--message', 'one');
  return { root, commit: git('rev-parse', 'HEAD') };
}
const failing = (...lines: readonly string[]) =>
  `process.stderr.write(${JSON.stringify(`${lines.join('\n')}\n`)}); process.exitCode = 1;`;

describe('a base that cannot be synthesized', () => {
  const trace = [
    'node:internal/process:1',
    '    throw error;',
    'Error: Build failed with 1 error:',
    '    at f (x.js:1)',
  ];
  test.each([
    [
      'with the trace of a bundler',
      { 'commands/run.mjs': failing(...trace), 'package-lock.json': '{}' },
      'Error: Build failed with 1 error:',
    ],
    [
      'with a message of its own',
      { 'commands/run.mjs': failing('✗ unknown command synth; known:'), 'package-lock.json': '{}' },
      'unknown command synth; known:',
    ],
    ['without a lock file', { 'README.md': 'one' }, 'it has no package-lock.json'],
  ])('%s is told in one line', async (_, files, reason) => {
    const { root, commit } = project(files);
    const ended = synthesizeCommit({ commit, name: 'HEAD~300' }, { root, progress: silent });
    await expect(ended).rejects.toThrow(
      `--base HEAD~300: ${commit.slice(0, 12)} cannot be synthesized: it is broken, or too old for what is installed today (${reason})`,
    );
  });
});

test('a working tree that cannot be synthesized says why in its own words, and no more', async () => {
  const { root } = project({ 'commands/run.mjs': failing('✗ synth dev: stacks/features/power.ts:31 rule power_on') });
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const folder = await synthesizeTree({ root, progress: silent });
  const told = write.mock.calls.map(([text]) => String(text)).join('');
  write.mockRestore();
  expect({ folder, told }).toEqual({
    folder: undefined,
    told: '✗ synth dev: stacks/features/power.ts:31 rule power_on\n',
  });
});
