import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Runs git in a project.
 * @returns its output; undefined if it fails without a message
 * @throws Error with git's message in one line
 */
export function git(root: string, ...args: readonly string[]): string | undefined {
  const { status, signal, stdout, stderr, error } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  if (error !== undefined) throw new Error(`git cannot be started (${error.message}); is it installed?`);
  if (signal !== null) throw new Error(`git ${args[0]} was killed by ${signal}`);
  if (status === 0) return stdout.trim();
  // the output of earlier steps may precede the message
  const [, reason = stderr] = /^fatal: (.*)/ms.exec(stderr) ?? [];
  const message = reason
    .trim()
    .split(/\s*\n\s*/)
    .join(' ');
  if (message === '') return undefined;
  throw new Error(`git failed: ${message}`);
}

/** Returns the existing files that git tracks, or would track after `git add`, relative to the root. @param globs such as `*.ts` */
export function projectFiles(root: string, ...globs: readonly string[]): readonly string[] {
  const listed = git(root, 'ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...globs) ?? '';
  return listed.split('\0').filter((path) => path !== '' && existsSync(join(root, path)));
}

/** Number of commits whose subjects are returned if the clone does not know origin/main. */
const recentCommits = 20;

/** Returns the subjects of the commits since origin/main, without merges; of recent commits if the clone has no origin/main. */
export function commitSubjects(root: string): readonly string[] {
  const main = git(root, 'rev-parse', '--verify', '--quiet', 'origin/main');
  const base = main === undefined ? undefined : git(root, 'merge-base', main, 'HEAD');
  const range = base === undefined ? `-${recentCommits}` : `${base}..HEAD`;
  const subjects = git(root, 'log', '--no-merges', '--format=%s', range) ?? '';
  return subjects === '' ? [] : subjects.split('\n');
}
