import { spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** A check of `npm run check`: the program to run, and how to fix its findings. */
export interface Check {
  readonly name: string;
  /** Arguments of Node.js, starting with the program's file. */
  readonly args: readonly string[];
  readonly fix: string;
  /** Folder of the program's cache. */
  readonly cache?: string;
  /** Whether the check is so slow that it runs only in the nightly pipeline or when selected by name. */
  readonly isNightly?: boolean;
}

export interface Result {
  readonly passed: boolean;
  readonly seconds: number;
  /** Output of the program, with stdout and stderr interleaved. */
  readonly output: string;
}

/**
 * Runs a check in a child process. The check fails if the program cannot be started. If it fails with a cache of an earlier run,
 * runs it again without the cache, which can be stale: knip 6.44 reports an import as unresolved even after the file was added.
 */
export async function runCheck({ args, cache }: Check, root: string): Promise<Result> {
  const folder = cache === undefined ? undefined : join(root, cache);
  const isCached = folder !== undefined && existsSync(folder);
  const first = await runProgram(args, root);
  if (first.passed || !isCached) return first;
  rmSync(folder, { recursive: true });
  const again = await runProgram(args, root);
  return { ...again, seconds: first.seconds + again.seconds };
}

function runProgram(args: readonly string[], root: string): Promise<Result> {
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
