import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';

/** What a zip was made of: the project's own files by content; npm packages by the lock file. */
const Inputs = z.object({ files: z.array(z.string()), hash: z.string() });

/** Changes whenever the bundling itself does, so that old zips are not taken for fresh. */
const recipe = '1';

const inputsOf = (zip: string) => zip.replace(/\.zip$/, '.inputs.json');

/** Whether the zip is there and made of what the files hold now. */
export async function isFresh(zip: string, root: string): Promise<boolean> {
  try {
    const { files, hash } = Inputs.parse(JSON.parse(await readFile(inputsOf(zip), 'utf8')));
    await readFile(zip);
    return (await hashOf(files, root)) === hash;
  } catch {
    // Missing, half written or of an older form: all the same, it is built again.
    return false;
  }
}

/** @param inputs paths relative to `root`, as esbuild's metafile has them */
export async function rememberInputs(zip: string, root: string, inputs: readonly string[]): Promise<void> {
  const files = inputs.filter((path) => !path.includes('node_modules/')).sort();
  await writeFile(inputsOf(zip), JSON.stringify({ files, hash: await hashOf(files, root) }));
}

async function hashOf(files: readonly string[], root: string): Promise<string> {
  const hash = createHash('sha256').update(recipe);
  for (const path of [...files, 'package-lock.json', 'tsconfig.json']) {
    hash.update(`\0${path}\0`).update(await readFile(join(root, path)));
  }
  return hash.digest('hex');
}
