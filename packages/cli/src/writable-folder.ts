import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

// Creates one level at a time, because recursive mkdir in Node.js 20.20 never returns for paths below /proc.
function make(folder: string, mode: number): void {
  if (existsSync(folder)) return;
  make(dirname(folder), mode);
  mkdirSync(folder, { mode });
}

/**
 * Creates the folder given by a command-line option if it does not exist.
 * @returns the absolute path
 * @throws Error with the name of the option if the folder cannot be created or written to
 */
export function writableFolder(option: string, path: string, mode = 0o777): string {
  if (path === '') throw new Error(`${option} needs a folder`);
  const folder = resolve(path);
  try {
    make(folder, mode);
    if (!statSync(folder).isDirectory()) throw new Error('it is not a folder');
    accessSync(folder, constants.W_OK);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${path} cannot be written to (${reason}); choose another folder with ${option}`);
  }
  return folder;
}

/** Returns the cache folder; undefined if it cannot be created or written to. */
export function cacheFolder(path: string, mode?: number): string | undefined {
  try {
    return writableFolder('', path, mode);
  } catch {
    // the cache is optional: without it, results are computed again
    return undefined;
  }
}
