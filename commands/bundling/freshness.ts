import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/** What a zip was made of: the project's own files by content; npm packages by the lock file. */
const Inputs = z.object({ files: z.array(z.string()), hash: z.string() });

/** Changes whenever the bundling itself does, so that old zips are not taken for fresh. */
const recipe = '7';

const inputsOf = (zip: string) => zip.replace(/\.zip$/, '.inputs.json');

/** Whether the zip is there and made of what the files hold now. */
export function isFresh(zip: string, root: string): boolean {
  try {
    const { files, hash } = Inputs.parse(JSON.parse(readFileSync(inputsOf(zip), 'utf8')));
    return existsSync(zip) && hashOf(files, root) === hash;
  } catch {
    // Missing, half written or of an older form: all the same, it is built again.
    return false;
  }
}

/** @param inputs paths relative to `root`, as esbuild's metafile has them */
export function rememberInputs(zip: string, root: string, inputs: readonly string[]): void {
  // what a plugin makes up has its name before the path: `lean-clients:…`
  const files = inputs.filter((path) => !path.includes('node_modules/') && !path.includes(':')).sort();
  writeFileSync(inputsOf(zip), JSON.stringify({ files, hash: hashOf(files, root) }));
}

function hashOf(files: readonly string[], root: string): string {
  const hash = createHash('sha256').update(recipe);
  for (const path of [...files, 'package-lock.json', 'tsconfig.json']) {
    hash.update(`\0${path}\0`).update(readFileSync(join(root, path)));
  }
  return hash.digest('hex');
}
