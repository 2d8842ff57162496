import { spawn } from 'node:child_process';
import { join } from 'node:path';

interface ChildOptions {
  /** Path of the project's root folder. */
  readonly root: string;
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Runs another command in a child process, which is killed when this process exits. The child inherits stderr.
 * @returns false if the command fails; it has printed the reason
 * @throws Error if the command is killed or cannot be started
 */
export function runChild([name = '', ...args]: readonly string[], { root, env }: ChildOptions): Promise<boolean> {
  const program = join(root, 'commands', 'run.mjs');
  const stdio = ['ignore', 'ignore', 'inherit'] as const;
  const child = spawn(process.execPath, [program, name, ...args], { cwd: root, env, stdio: [...stdio] });
  const end = () => child.kill();
  process.once('exit', end);
  return new Promise<boolean>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (signal === null) resolve(code === 0);
      else reject(new Error(`npm run ${name} was killed by ${signal}; run it again`));
    });
  }).finally(() => process.off('exit', end));
}
