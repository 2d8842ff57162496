import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Environment } from '../../config/environment';
import { stacksOf } from '../../config/names';
import { inputsOf, isMadeOf } from './made-of';

/**
 * Bundles and synthesizes an environment where something has changed since. In a process of its own: what cdktf takes
 * of memory is given back.
 * @throws Error where synth refuses; it has said why
 */
export async function bringUpToDate(root: string, environment: Environment): Promise<void> {
  const inputs = inputsOf(root);
  if (stacksOf(environment).every((stack) => isMadeOf(root, stack, inputs))) return;
  const args = [join(root, 'commands', 'run.mjs'), 'synth', '--env', environment.name];
  const synth = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  const code = await new Promise<number | null>((resolve) => synth.once('exit', resolve));
  if (code !== 0) throw new Error(`${environment.name} was not synthesized; the reason is above`);
}
