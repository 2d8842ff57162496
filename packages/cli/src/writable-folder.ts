import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

// Step by step: with Node 20.20, the recursive mkdir never returns below /proc
function make(folder: string, mode: number): void {
  if (existsSync(folder)) return;
  make(dirname(folder), mode);
  mkdirSync(folder, { mode });
}

/**
 * Makes the folder that an option names where it is not there yet.
 * @returns its whole path
 * @throws Error naming the option, where the folder cannot be made or written to
 */
export function writableFolder(option: string, path: string, mode = 0o777): string {
  if (path === '') throw new Error(`${option} needs a folder`);
  const folder = resolve(path);
  try {
    make(folder, mode);
    if (!statSync(folder).isDirectory()) throw new Error('it is no folder');
    accessSync(folder, constants.W_OK);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${path} cannot be written to (${reason}); choose another with ${option}`);
  }
  return folder;
}

/** A folder for what is quicker to read than to find out again. @returns undefined where nothing can be kept there */
export function cacheFolder(path: string): string | undefined {
  try {
    return writableFolder('', path);
  } catch {
    // it is found out again, then
    return undefined;
  }
}
