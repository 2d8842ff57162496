import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { peakMegabytes } from '../commands/platform/peak-memory';
import { largest } from './figure';

export interface ProcessResult {
  seconds: number;
  /** Peak memory of the command; undefined if the system does not record it. */
  peakMegabytes: number | undefined;
  /** Peak memory of child processes such as esbuild; undefined if the system does not record it. */
  childrenMegabytes: number | undefined;
}

/**
 * Time between polls in ms.
 * A short interval is unnecessary, because the kernel records the peaks, and frequent polling would distort the measurement.
 */
const pollMilliseconds = 50;

/** Runs a command of this project. @throws Error with its stderr if it fails */
export const runCommand = (root: string, args: readonly string[]): Promise<ProcessResult> =>
  runProgram(root, [join(root, 'commands', 'run.mjs'), ...args]);

/** Runs a program with Node.js. @param args path of the program, and its arguments @throws Error with its stderr if it fails */
export async function runProgram(root: string, args: readonly string[]): Promise<ProcessResult> {
  const started = performance.now();
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  const peak: { own?: number | undefined; children?: number | undefined } = {};
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString('utf8');
  });
  const timer = setInterval(() => {
    const pid = child.pid ?? 0;
    const own = peakMegabytes(pid);
    if (own === undefined) return;
    peak.own = largest([peak.own, own]);
    const children = startedBy(pid).reduce((sum, one) => sum + (peakMegabytes(one) ?? 0), 0);
    peak.children = largest([peak.children, children]);
  }, pollMilliseconds);
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  clearInterval(timer);
  if (code !== 0) throw new Error(`${args.join(' ')} failed: ${errors}`);
  return { seconds: (performance.now() - started) / 1000, peakMegabytes: peak.own, childrenMegabytes: peak.children };
}

/** Returns the child processes of a process, recursively; an empty list on systems that do not list child processes. */
function startedBy(pid: number): readonly number[] {
  try {
    const pids = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
    const children = pids.split(' ').filter(Boolean).map(Number);
    return children.flatMap((child) => [child, ...startedBy(child)]);
  } catch {
    return [];
  }
}
