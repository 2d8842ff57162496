import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';

/** What a stack is made of. */
const sources = [
  'api',
  'config',
  'contracts',
  'functions',
  'lib',
  'monitors',
  'stacks',
  'main.ts',
  'package-lock.json',
];

function newest(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return path.endsWith('.test.ts') ? 0 : stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

const synthesized = (root: string, stack: string) => join(root, 'cdktf.out', 'stacks', stack, 'cdk.tf.json');

/** Whether the synthesized stack is younger than everything that it is made of. */
function isUpToDate(root: string, stack: string): boolean {
  const file = synthesized(root, stack);
  if (!existsSync(file)) return false;
  const made = statSync(file).mtimeMs;
  return sources.every((source) => !existsSync(join(root, source)) || newest(join(root, source)) < made);
}

/**
 * Bundles and synthesizes an environment where something has changed since. In a process of its own: what cdktf takes
 * of memory is given back.
 * @throws Error where synth refuses; it has said why
 */
export async function bringUpToDate(root: string, environment: { name: string; stack: string }): Promise<void> {
  if (isUpToDate(root, environment.stack)) return;
  const args = [join(root, 'commands', 'run.mjs'), 'synth', '--env', environment.name];
  const started = new Date();
  const synth = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  const code = await new Promise<number | null>((resolve) => synth.once('exit', resolve));
  if (code !== 0) throw new Error(`${environment.name} was not synthesized; the reason is above`);
  // what was saved while it ran may not be in it
  utimesSync(synthesized(root, environment.stack), started, started);
}
