import { join } from 'node:path';
import type { Environment } from '../../config/environment';
import { stacksOf } from '../../config/names';
import { inputsOf, isBuiltFrom } from './build-inputs';
import { runChild } from './run-child';
import { withLock } from './with-lock';

const isUpToDate = (root: string, environment: Environment) => {
  const inputs = inputsOf(root);
  return stacksOf(environment).every((stack) => isBuiltFrom(root, stack, inputs));
};

/**
 * Bundles and synthesizes an environment where something has changed since; who comes meanwhile waits for the first. In a
 * process of its own: what cdktf takes of memory is given back.
 * @throws Error where synth refuses; it has said why
 */
export async function synthesizeIfStale(root: string, environment: Environment): Promise<void> {
  if (isUpToDate(root, environment)) return;
  // a line that stays: what is refused comes below it, by another process
  if (process.stderr.isTTY) console.error(`… ${environment.name} is bundled and synthesized`);
  await withLock({ folder: join(root, 'build'), name: 'synth.lock' }, async () => {
    if (!isUpToDate(root, environment)) await synthesize(root, environment);
  });
}

async function synthesize(root: string, { name }: Environment): Promise<void> {
  if (!(await runChild(['synth', '--env', name], { root })))
    throw new Error(`${name} was not synthesized; the reason is above`);
}
