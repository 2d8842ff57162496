import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Cache of contents that passed a check. */
interface PassedChecks {
  has(...contents: readonly (string | Uint8Array)[]): boolean;
  add(...contents: readonly (string | Uint8Array)[]): void;
}

/**
 * Opens a cache of contents that passed a check and need not be checked again. @param folder contains one file for each entry
 */
export function passedChecks(folder: string): PassedChecks {
  const mark = (contents: readonly (string | Uint8Array)[]) => {
    const hash = createHash('sha256');
    for (const content of contents) hash.update(`${content.length}\0`).update(content);
    return join(folder, hash.digest('hex'));
  };
  return {
    has: (...contents) => existsSync(mark(contents)),
    add(...contents) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(mark(contents), '');
    },
  };
}
