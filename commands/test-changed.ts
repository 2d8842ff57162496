import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCommand, runCommand } from '@himeshima/cli';
import { projectFolder } from './platform/project-folder';
import { affectedTests } from './test-selection/affected-tests';

interface Options {
  readonly base?: string | undefined;
  readonly list: boolean;
}

/** Returns the lines that a git command prints. @throws Error with git's reason */
function git(root: string, ...args: readonly string[]): readonly string[] {
  const { status, stdout, stderr, error } = spawnSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`git ${args.join(' ')} failed: ${error?.message ?? stderr.trim()}`);
  return stdout.split('\n').filter((line) => line !== '');
}

/** Returns the commit at which this branch diverged from main, or HEAD if the repository has no branch named main. */
function defaultBase(root: string): string {
  const main = ['origin/main', 'main'].find(
    (branch) => spawnSync('git', ['rev-parse', '--quiet', '--verify', branch], { cwd: root }).status === 0,
  );
  return main === undefined ? 'HEAD' : (git(root, 'merge-base', main, 'HEAD')[0] ?? 'HEAD');
}

function testChanged({ base, list }: Options): void {
  const root = projectFolder();
  const untracked = git(root, 'ls-files', '--others', '--exclude-standard');
  const changed = [...git(root, 'diff', '--name-only', base ?? defaultBase(root), '--'), ...untracked];
  const files = new Set([...git(root, 'ls-files'), ...untracked].filter((file) => existsSync(join(root, file))));
  const read = (file: string) => readFileSync(join(root, file), 'utf8');
  const { tests, untested } = affectedTests({ files, read }, changed);
  if (untested.length > 0) console.error(`no test depends on ${untested.join(', ')}`);
  if (list) {
    for (const test of tests) console.log(test);
    return;
  }
  if (tests.length === 0) {
    console.error(changed.length === 0 ? 'nothing has changed' : 'no test depends on the changed files');
    return;
  }
  console.error(`${tests.length} test files depend on ${changed.length} changed files`);
  const jest = join('node_modules', 'jest', 'bin', 'jest.js');
  const { status } = spawnSync(process.execPath, [jest, '--runTestsByPath', ...tests], { cwd: root, stdio: 'inherit' });
  process.exitCode = status ?? 1;
}

const command = createCommand('npm run test:changed --', {
  summary:
    'Runs the tests that a change can break: tests that import or read a changed file, or start a command that does. Changes are the commits since the branch diverged from main, and uncommitted changes.',
  example: 'npm run test:changed -- --base HEAD~3',
})
  .option('--base <commit>', 'compare with this commit (default: where the branch diverged from main)')
  .option('--list', 'print the paths of the tests instead of running them', false)
  .action(testChanged);

void runCommand(command);
