import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { git } from '@himeshima/plan-review/cli';

/** Returns the existing files that git tracks or would track after `git add`, relative to the root. @param globs such as `*.ts` */
export function projectFiles(root: string, ...globs: readonly string[]): readonly string[] {
  const listed = git(root, 'ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...globs) ?? '';
  return listed.split('\0').filter((path) => path !== '' && existsSync(join(root, path)));
}

/** Number of commit subjects to return if the clone has no origin/main. */
const recentCommits = 20;

/** Returns the subjects of the commits since origin/main, without merges, or of the most recent commits if the clone has no origin/main. */
export function commitSubjects(root: string): readonly string[] {
  const main = git(root, 'rev-parse', '--verify', '--quiet', 'origin/main');
  const base = main === undefined ? undefined : git(root, 'merge-base', main, 'HEAD');
  const range = base === undefined ? `-${recentCommits}` : `${base}..HEAD`;
  const subjects = git(root, 'log', '--no-merges', '--format=%s', range) ?? '';
  return subjects === '' ? [] : subjects.split('\n');
}
