import { readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { types } from 'node:util';
import { isRunning } from '@himeshima/cli';
import { quote } from 'shell-quote';

const claimOf = (folder: string) => join(folder, 'pid');

const codeOf = (error: unknown) => (types.isNativeError(error) && 'code' in error ? error.code : undefined);

/** Returns undefined if the claim is gone, invalid, or that of another folder, from which this one was copied. */
function holderOf(claim: string): number | undefined {
  try {
    const [number = '', folder] = readFileSync(claim, 'utf8').split('\n');
    const pid = Number(number);
    const isCopied = folder !== undefined && folder !== realpathSync(dirname(claim));
    return Number.isInteger(pid) && pid > 0 && !isCopied ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** @returns false where somebody has it already */
function write(claim: string): boolean {
  try {
    writeFileSync(claim, `${process.pid}\n${realpathSync(dirname(claim))}`, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Keeps a folder for this process until it ends: two platforms in one would write each other's keys and addresses. A
 * process that was killed leaves its claim behind, which then counts no more.
 * @throws Error naming the process that has the folder, and how to start beside it
 */
export function claimFolder(folder: string): void {
  const claim = claimOf(folder);
  if (!write(claim)) {
    const holder = holderOf(claim);
    if (holder !== undefined && isRunning(holder)) {
      const path = relative(process.cwd(), folder) || '.';
      throw new Error(
        `process ${holder} uses the folder ${path} (says ${join(path, 'pid')}). Stop it, or start beside it: --dir ${quote([`${path}-2`])} --port 0 --mqtt-port 0 --api-port 0`,
      );
    }
    rmSync(claim, { force: true });
    if (!write(claim)) throw new Error(`another process has just taken the folder ${folder}; start again`);
  }
  process.on('exit', () => rmSync(claim, { force: true }));
}
