import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning } from '@himeshima/cli';

/**
 * A folder within another for what is being made, which goes with this process. What processes that were killed have left
 * goes now.
 */
export function stagingFolder(outdir: string): string {
  for (const name of readdirSync(outdir)) {
    const [, maker] = /^\.staging-(\d+)$/.exec(name) ?? [];
    if (maker !== undefined && isLeft(Number(maker))) rmSync(join(outdir, name), { recursive: true, force: true });
  }
  const making = join(outdir, `.staging-${process.pid}`);
  process.once('exit', () => rmSync(making, { recursive: true, force: true }));
  return making;
}

// in a container each process may have the id of the one before
const isLeft = (maker: number) => maker === process.pid || !isRunning(maker);
