import { readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { types } from 'node:util';
import { isRunning } from '@himeshima/cli';
import { quote } from 'shell-quote';

const claimOf = (folder: string) => join(folder, 'pid');

const codeOf = (error: unknown) => (types.isNativeError(error) && 'code' in error ? error.code : undefined);

/**
 * Returns the ID of the process that has claimed the folder, or undefined if the claim is missing or invalid,
 * or the folder is a copy.
 */
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

/**
 * Writes the file that claims a folder.
 * @returns false if the file already exists
 */
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
 * Claims a folder for this process until it exits, because two platforms in one folder would overwrite each other's
 * keys and addresses. Ignores the claim of a process that was killed.
 * @throws Error that contains the ID of the process that uses the folder, and options for a second platform
 */
export function claimFolder(folder: string): void {
  const claim = claimOf(folder);
  if (!write(claim)) {
    const holder = holderOf(claim);
    if (holder !== undefined && isRunning(holder)) {
      const path = relative(process.cwd(), folder) || '.';
      throw new Error(
        `process ${holder} uses the folder ${path} (according to ${join(path, 'pid')}). Stop the process, or start a second platform: --dir ${quote([`${path}-2`])} --port 0 --mqtt-port 0 --api-port 0 --console-port 0`,
      );
    }
    rmSync(claim, { force: true });
    if (!write(claim)) throw new Error(`another process has just claimed the folder ${folder}; start again`);
  }
  process.on('exit', () => rmSync(claim, { force: true }));
}
