import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silent } from '@himeshima/cli';
import { poll } from '@himeshima/local-aws/testing';
import { commitOf, synthesizeCommit, synthesizeTree } from '@himeshima/plan-review/cli';
import { commitCache, commitSynthesis, treeSynthesis } from './own-synthesis';

const roots: string[] = [];
afterAll(() => {
  for (const root of roots) rmSync(root, { recursive: true, force: true });
});

/** Creates a project with one commit that contains these files. */
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

describe('commitOf', () => {
  const foundIn = (folder: string) => () => commitOf(folder, 'HEAD');
  const repository = () => {
    const root = mkdtempSync(join(tmpdir(), 'himeshima-project-'));
    roots.push(root);
    execFileSync('git', ['init', '--quiet'], { cwd: root });
    return root;
  };

  test('suggests git fetch for an unknown base', () => {
    const { root } = project({ 'package.json': '{}' });
    expect(() => commitOf(root, 'nowhere')).toThrow(
      '--base nowhere is not a commit in this clone; run git fetch first',
    );
  });

  test('rejects a repository without commits', () => {
    expect(foundIn(repository())).toThrow('the repository has no commits yet; create a commit first');
  });

  test("reports git's own error in one line", () => {
    const root = repository();
    writeFileSync(join(root, '.git', 'config'), '[core');
    expect(foundIn(root)).toThrow(/^git failed: bad config line \d in file .*config$/);
  });
});

describe('synthesizeCommit', () => {
  const trace = [
    'node:internal/process:1',
    '    throw error;',
    'Error: Build failed with 1 error:',
    '    at f (x.js:1)',
  ];
  test.each([
    [
      'a stack trace from the bundler',
      { 'commands/run.mjs': failing(...trace), 'package-lock.json': '{}' },
      'Error: Build failed with 1 error:',
    ],
    [
      'an error message',
      { 'commands/run.mjs': failing('✗ unknown command synth; known:'), 'package-lock.json': '{}' },
      'unknown command synth; known:',
    ],
    ['a missing lock file', { 'README.md': 'one' }, 'the commit has no package-lock.json'],
  ])('reports %s in one line', async (_, files, reason) => {
    const { root, commit } = project(files);
    const context = { root, synthesis: commitSynthesis, cache: commitCache(root), progress: silent };
    const ended = synthesizeCommit({ commit, name: 'HEAD~300' }, context);
    await expect(ended).rejects.toThrow(
      `--base HEAD~300: ${commit.slice(0, 12)} cannot be synthesized; the commit is broken or incompatible with the installed tools (${reason})`,
    );
  });
});

test('prints only the errors from the synthesis', async () => {
  const { root } = project({ 'commands/run.mjs': failing('✗ synth dev: stacks/features/power.ts:31 rule power_on') });
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const folder = await synthesizeTree({ root, synthesis: treeSynthesis, progress: silent });
  const printed = write.mock.calls.map(([text]) => String(text)).join('');
  write.mockRestore();
  expect({ folder, printed }).toEqual({
    folder: undefined,
    printed: '✗ synth dev: stacks/features/power.ts:31 rule power_on\n',
  });
});

test('Ctrl-C removes the folder and the worktree of the base', async () => {
  const temporary = mkdtempSync(join(tmpdir(), 'himeshima-temporary-'));
  roots.push(temporary);
  const synth = "import { writeFileSync } from 'node:fs'; writeFileSync('begun', ''); setInterval(() => {}, 1000);";
  const { root } = project({ 'commands/run.mjs': synth, 'package-lock.json': '{}' });
  const command = [join(process.cwd(), 'commands', 'run.mjs'), 'review', '--base', 'HEAD'];
  // run the review in a separate process group, because Ctrl-C also reaches the processes that a command has started
  const review = spawn(process.execPath, command, {
    cwd: root,
    detached: true,
    env: { ...process.env, TMPDIR: temporary },
  });
  const ended = new Promise((resolve) => review.once('close', resolve));
  const trees = () => readdirSync(temporary).filter((name) => name.startsWith('plan-review-base-'));
  const findStartedTree = () => trees().find((tree) => existsSync(join(temporary, tree, 'begun')));
  await poll(findStartedTree, 'the synthesis of the base').finally(() =>
    process.kill(-(review.pid ?? Number.NaN), 'SIGINT'),
  );
  expect(await ended).toBe(130);
  const worktrees = execFileSync('git', ['worktree', 'list'], { cwd: root, encoding: 'utf8' });
  expect({ trees: trees(), worktrees: worktrees.trim().split('\n').length }).toEqual({ trees: [], worktrees: 1 });
});
