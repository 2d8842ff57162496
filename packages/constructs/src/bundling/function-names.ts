import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Returns the names of the functions: every folder of `functions/` that contains a `handler.ts`. */
export function functionsIn(root: string): readonly string[] {
  const folders = readdirSync(join(root, 'functions'));
  return folders.filter((name) => existsSync(join(root, 'functions', name, 'handler.ts'))).sort();
}
