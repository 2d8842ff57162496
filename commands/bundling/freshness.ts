import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/** Inputs of a zip: the project's files by content, npm packages by the lock file. */
const Inputs = z.object({ files: z.array(z.string()), hash: z.string() });

/** Version of the bundling; increase it to invalidate existing zips. */
const recipe = '7';

const inputsOf = (zip: string) => zip.replace(/\.zip$/, '.inputs.json');

/** Returns whether the zip exists and was built from the current contents of its inputs. */
export function isFresh(zip: string, root: string): boolean {
  try {
    const { files, hash } = Inputs.parse(JSON.parse(readFileSync(inputsOf(zip), 'utf8')));
    return existsSync(zip) && hashOf(files, root) === hash;
  } catch {
    // missing, truncated or in an older format: build it again
    return false;
  }
}

/** Records the inputs of a zip. @param inputs paths relative to `root`, as in esbuild's metafile */
export function rememberInputs(zip: string, root: string, inputs: readonly string[]): void {
  // virtual files of plugins have a namespace before the path: `lean-clients:…`
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
