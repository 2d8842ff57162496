import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import validator from 'asl-validator/package.json';

/** Cache of the definitions that an earlier start found valid. */
export interface KnownDefinitions {
  has(text: string): boolean;
  add(text: string): void;
}

/**
 * Creates a cache of valid definitions. Without this cache, asl-validator would compile its JSON schema for each definition,
 * which takes a third of the platform's start time.
 * @param folder folder with a marker file for each valid definition; undefined disables the cache
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
