import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Names of the functions: every folder of `functions/` that has a `handler.ts`. */
export function functionsIn(root: string): readonly string[] {
  const folders = readdirSync(join(root, 'functions'));
  return folders.filter((name) => existsSync(join(root, 'functions', name, 'handler.ts'))).sort();
}
