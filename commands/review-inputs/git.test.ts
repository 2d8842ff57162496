import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commitSubjects, projectFiles } from './git';

const roots: string[] = [];
afterAll(() => {
  for (const root of roots) rmSync(root, { recursive: true, force: true });
});

function repository() {
  const root = mkdtempSync(join(tmpdir(), 'himeshima-git-'));
  roots.push(root);
  const run = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: root });
  run('init', '--quiet');
  const commit = (subject: string) => run('commit', '--quiet', '--allow-empty', '--message', subject);
  return { root, run, commit };
}

describe('projectFiles', () => {
  test('lists existing tracked and new files that match the glob, even if their names contain spaces or umlauts', () => {
    const { root, run } = repository();
    for (const name of ['ä b.ts', 'deleted.ts', 'other.md', '.gitignore'])
      writeFileSync(join(root, name), name === '.gitignore' ? 'ignored.ts' : '');
    run('add', '.');
    for (const name of ['new.ts', 'ignored.ts']) writeFileSync(join(root, name), '');
    rmSync(join(root, 'deleted.ts'));
    expect([...projectFiles(root, '*.ts')].sort()).toEqual(['new.ts', 'ä b.ts']);
  });
});

describe('commitSubjects', () => {
  test('returns the commits since origin/main, without merges', () => {
    const { root, run, commit } = repository();
    commit('on main');
    run('update-ref', 'refs/remotes/origin/main', 'HEAD');
    expect(commitSubjects(root)).toEqual([]);
    commit('one');
    run('checkout', '--quiet', '-b', 'other', 'HEAD~1');
    commit('two');
    run('merge', '--quiet', '--no-ff', '-');
    expect([...commitSubjects(root)].sort()).toEqual(['one', 'two']);
  });

  test('returns the last 20 commits if the clone has no origin/main', () => {
    const { root, commit } = repository();
    for (let at = 1; at <= 21; at += 1) commit(`commit ${at}`);
    expect(commitSubjects(root)).toHaveLength(20);
  });
});
