import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { replaceFile } from '@himeshima/cli';

/** New content of a file. */
export interface Change {
  /** Path relative to the platform's folder. */
  readonly path: string;
  readonly text: string;
  readonly isNew: boolean;
}

/** Writes all changes or none: if a change fails, earlier changes are undone. @throws one-line Error */
export function writeChanges(root: string, changes: readonly Change[]): void {
  const undo: (() => void)[] = [];
  try {
    for (const { path, text } of changes) {
      const file = join(root, path);
      const created = mkdirSync(dirname(file), { recursive: true });
      if (created !== undefined) undo.push(() => rmSync(created, { recursive: true, force: true }));
      const old = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
      undo.push(() => (old === undefined ? rmSync(file, { force: true }) : replaceFile(file, old)));
      replaceFile(file, text);
    }
  } catch (error) {
    for (const step of undo.toReversed()) step();
    throw error;
  }
}
