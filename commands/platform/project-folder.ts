import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { quote } from 'shell-quote';

/**
 * The project's folder, in which npm starts a command.
 * @throws Error elsewhere: what reads the project's code and what it synthesizes finds nothing there
 */
export function projectFolder(): string {
  const here = process.cwd();
  if (existsSync(join(here, 'commands', 'run.mjs'))) return here;
  const [, command = ''] = process.argv;
  throw new Error(`${here} is not the project's folder; first: cd ${quote([dirname(dirname(command))])}`);
}
