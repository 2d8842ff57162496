import { spawn } from 'node:child_process';

/** One thing that `npm run check` looks at: a program, and what to do where it fails. */
export interface Check {
  readonly name: string;
  /** Arguments of Node, the program's file first. */
  readonly args: readonly string[];
  readonly mend: string;
}

export interface Result {
  readonly passed: boolean;
  readonly seconds: number;
  /** What the program printed, both streams in their order. */
  readonly output: string;
}

/** Runs a check in a process of its own. A program that cannot be started has failed. */
export function runCheck({ args }: Check, root: string): Promise<Result> {
  const started = performance.now();
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve) => {
    const end = (passed: boolean, reason = '') =>
      resolve({
        passed,
        seconds: (performance.now() - started) / 1000,
        output: Buffer.concat(chunks).toString('utf8').trimEnd() + reason,
      });
    child.once('error', (error) => end(false, error.message));
    child.once('close', (code) => end(code === 0));
  });
}
