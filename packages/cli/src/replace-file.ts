import { lstatSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { types } from 'node:util';

/**
 * Writes a file atomically: the old file remains until the new file is complete.
 * @param mode permissions of a new file; an existing file keeps its permissions
 * @throws Error with the file's path
 */
export function replaceFile(path: string, text: string | Uint8Array, mode?: number): void {
  const there = lstatSync(path, { throwIfNoEntry: false });
  // if the path is /dev/stdout, a pipe or a link, write to its target instead of replacing it
  const replaced = there === undefined || there.isFile();
  const written = replaced ? `${path}.${process.pid}` : path;
  try {
    writeFileSync(written, text, { mode: there?.mode ?? mode });
    if (replaced) renameSync(written, path);
  } catch (error) {
    if (replaced) rmSync(written, { force: true });
    throw new Error(`${path} cannot be written: ${reasonOf(error)}`);
  }
}

/** Extracts the reason from a Node.js error message, which also contains the system call and the name of the temporary file. */
function reasonOf(error: unknown): string {
  const [why = ''] = (types.isNativeError(error) ? error.message : String(error)).split(', ');
  return why;
}
