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
 * Bundles and synthesizes an environment unless its output is up to date. Concurrent calls wait for the first.
 * A child process does the work, because cdktf releases its memory only when the process exits.
 * @throws Error if the synthesis fails; the child has printed the reason
 */
export async function synthesizeIfStale(root: string, environment: Environment): Promise<void> {
  if (isUpToDate(root, environment)) return;
  // print a complete line instead of a progress line, because errors from the child process may follow
  if (process.stderr.isTTY) console.error(`… bundling and synthesizing ${environment.name}`);
  await withLock({ folder: join(root, 'build'), name: 'synth.lock' }, async () => {
    if (!isUpToDate(root, environment)) await synthesize(root, environment);
  });
}

async function synthesize(root: string, { name }: Environment): Promise<void> {
  if (!(await runChild(['synth', '--env', name, '--places'], { root })))
    throw new Error(`${name} was not synthesized; see the error above`);
}
