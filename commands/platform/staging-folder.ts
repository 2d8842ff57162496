import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning } from '@himeshima/cli';

/**
 * Returns a staging folder within an output folder. The staging folder is removed when this process exits. Also removes the
 * staging folders of processes that are no longer running.
 */
export function stagingFolder(outdir: string): string {
  for (const name of readdirSync(outdir)) {
    const [, owner] = /^\.staging-(\d+)$/.exec(name) ?? [];
    if (owner !== undefined && isAbandoned(Number(owner))) rmSync(join(outdir, name), { recursive: true, force: true });
  }
  const staging = join(outdir, `.staging-${process.pid}`);
  process.once('exit', () => rmSync(staging, { recursive: true, force: true }));
  return staging;
}

// in a container, a new process may have the process id of an earlier one
const isAbandoned = (owner: number) => owner === process.pid || !isRunning(owner);
