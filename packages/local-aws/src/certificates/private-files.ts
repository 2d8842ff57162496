import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { types } from 'node:util';

/**
 * Reads a file.
 * @returns undefined if the file does not exist
 * @throws Error if the file exists but cannot be read
 */
export function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (types.isNativeError(error) && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Restricts a file's permissions to its owner. */
export const ownerOnly = (file: string) => chmodSync(file, 0o600);

/** Writes a file that only its owner can read. A missing folder is created with the same restriction. */
export function writePrivate(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, content, { mode: 0o600 });
  // the option `mode` applies only to new files
  ownerOnly(file);
}
