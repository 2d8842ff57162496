import { spawnSync } from 'node:child_process';

/**
 * Asks git about a project.
 * @returns what it printed; undefined where it refuses without a word
 * @throws Error with what git says, in one line
 */
export function git(root: string, ...args: readonly string[]): string | undefined {
  const { status, signal, stdout, stderr, error } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  if (error !== undefined) throw new Error(`git cannot be started (${error.message}); is it installed?`);
  if (signal !== null) throw new Error(`git ${args[0]} was ended by ${signal}`);
  if (status === 0) return stdout.trim();
  // what went well before stands above
  const [, reason = stderr] = /^fatal: (.*)/ms.exec(stderr) ?? [];
  const said = reason
    .trim()
    .split(/\s*\n\s*/)
    .join(' ');
  if (said === '') return undefined;
  throw new Error(`git says: ${said}`);
}
