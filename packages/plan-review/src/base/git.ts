import { spawnSync } from 'node:child_process';

/**
 * Runs git in a project.
 * @returns the output of git; undefined if git fails without a message
 * @throws one-line Error with the message of git
 */
export function git(root: string, ...args: readonly string[]): string | undefined {
  const { status, signal, stdout, stderr, error } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  if (error !== undefined) throw new Error(`git cannot be started (${error.message}); is it installed?`);
  if (signal !== null) throw new Error(`git ${args[0]} was killed by ${signal}`);
  if (status === 0) return stdout.trim();
  // output of earlier steps may precede the message
  const [, reason = stderr] = /^fatal: (.*)/ms.exec(stderr) ?? [];
  const message = reason
    .trim()
    .split(/\s*\n\s*/)
    .join(' ');
  if (message === '') return undefined;
  const remedy = /not a git repository/.test(message) ? '; run the command in the repository with the code' : '';
  throw new Error(`git failed: ${message}${remedy}`);
}
