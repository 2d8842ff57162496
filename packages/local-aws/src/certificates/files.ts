import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { types } from 'node:util';

/** Undefined where the file is not there. @throws Error where it is there and cannot be read */
export function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (types.isNativeError(error) && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Takes the rights of everybody else away, whoever gave them. */
export const ownerOnly = (file: string) => chmodSync(file, 0o600);

/** Writes a file that only its owner may read, and its folder likewise. */
export function writePrivate(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, content, { mode: 0o600 });
  // the mode above counts only for a file that was not there
  ownerOnly(file);
}
