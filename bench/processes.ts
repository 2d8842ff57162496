import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { peakMegabytes } from '../commands/running/peak-megabytes';

export interface Finished {
  seconds: number;
  peakMegabytes: number;
}

const lookEveryMilliseconds = 10;

/** Runs a command of this project. @throws Error with what it printed, where it fails */
export async function runCommand(root: string, args: readonly string[]): Promise<Finished> {
  const started = performance.now();
  const child = spawn(process.execPath, [join(root, 'commands', 'run.mjs'), ...args], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaints = '';
  let peak = 0;
  child.stderr.on('data', (chunk: Buffer) => {
    complaints += chunk.toString('utf8');
  });
  const look = setInterval(() => {
    peak = Math.max(peak, peakMegabytes(child.pid ?? 0));
  }, lookEveryMilliseconds);
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  clearInterval(look);
  if (code !== 0) throw new Error(`${args.join(' ')} failed: ${complaints}`);
  return { seconds: (performance.now() - started) / 1000, peakMegabytes: peak };
}
