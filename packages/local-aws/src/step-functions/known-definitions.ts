import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import validator from 'asl-validator/package.json';

/** Definitions that a platform before this one found to be good. */
export interface KnownDefinitions {
  has(text: string): boolean;
  add(text: string): void;
}

/**
 * asl-validator compiles its JSON schema anew for each definition, which is a third of a whole start: what it has seen
 * once, it need not see again.
 * @param folder of marks, a file each; undefined remembers nothing
 */
export function knownDefinitions(folder: string | undefined): KnownDefinitions {
  if (folder === undefined) return { has: () => false, add: () => undefined };
  const mark = (text: string) =>
    join(folder, createHash('sha256').update(`${validator.version}\0${text}`).digest('hex'));
  return {
    has: (text) => existsSync(mark(text)),
    add(text) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(mark(text), '');
    },
  };
}
