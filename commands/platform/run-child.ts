import { spawn } from 'node:child_process';
import { join } from 'node:path';

interface Apart {
  /** The project's folder. */
  readonly root: string;
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Runs another command in a process of its own, which ends with this one; what it says on stderr is seen.
 * @returns false where it refuses something; it has said what
 * @throws Error where it could say nothing: it was killed, or not started
 */
export function runChild([name = '', ...args]: readonly string[], { root, env }: Apart): Promise<boolean> {
  const program = join(root, 'commands', 'run.mjs');
  const stdio = ['ignore', 'ignore', 'inherit'] as const;
  const child = spawn(process.execPath, [program, name, ...args], { cwd: root, env, stdio: [...stdio] });
  const end = () => child.kill();
  process.once('exit', end);
  return new Promise<boolean>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (signal === null) resolve(code === 0);
      else reject(new Error(`npm run ${name} was ended by ${signal}; start again`));
    });
  }).finally(() => process.off('exit', end));
}
