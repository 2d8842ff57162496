import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { quote } from 'shell-quote';

/**
 * Returns the project's folder, which is the working directory of npm scripts.
 * @throws Error in any other folder, which would not contain the project's code and output
 */
export function projectFolder(): string {
  const here = process.cwd();
  if (existsSync(join(here, 'commands', 'run.mjs'))) return here;
  const [, command = ''] = process.argv;
  throw new Error(
    `${here} is not the project's folder; run the command after: cd ${quote([dirname(dirname(command))])}`,
  );
}
