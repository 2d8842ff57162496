import { cpSync, renameSync } from 'node:fs';
import { types } from 'node:util';

/**
 * Moves a folder atomically, so the target is never incomplete. If the folder is on another file system, copies it next to the target
 * first, and leaves the original unchanged.
 * @param rename function that renames a folder atomically
 */
export function moveFolder(from: string, to: string, rename = renameSync): void {
  try {
    rename(from, to);
  } catch (error) {
    if (!(types.isNativeError(error) && 'code' in error && error.code === 'EXDEV')) throw error;
    const copy = `${to}.tmp-${process.pid}`;
    cpSync(from, copy, { recursive: true });
    rename(copy, to);
  }
}
