import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { digestOf } from './digest';

/** Record of a zip's inputs: the names and digest of its project files, and the digest of the inputs that all zips share. */
const Inputs = z.object({ files: z.array(z.string()), digest: z.string(), bundling: z.string() });

export interface Recipe {
  /** Root folder of the project. */
  readonly root: string;
  /** Digest from `bundlingDigest`. */
  readonly bundling: string;
}

/** Returns a digest of the inputs that all zips share: the bundling code, the npm packages and the compiler options. */
export const bundlingDigest = (root: string): string =>
  digestOf(root, [
    'packages/constructs/src/binding',
    'packages/constructs/src/bundling',
    'package-lock.json',
    'tsconfig.json',
  ]);

const inputsOf = (zip: string) => zip.replace(/\.zip$/, '.inputs.json');

/** Returns whether the zip exists and was built from the current contents of its inputs. */
export function isFresh(zip: string, { root, bundling }: Recipe): boolean {
  try {
    const inputs = Inputs.parse(JSON.parse(readFileSync(inputsOf(zip), 'utf8')));
    return existsSync(zip) && inputs.bundling === bundling && inputs.digest === digestOf(root, inputs.files);
  } catch {
    // the record is missing, truncated or in an older format, so build the zip again
    return false;
  }
}

/** Records the inputs of a zip. @param inputs paths relative to the root, as in esbuild's metafile */
export function rememberInputs(zip: string, { root, bundling }: Recipe, inputs: readonly string[]): void {
  // exclude plugins' virtual files, whose paths start with a namespace: `lean-clients:…`
  const files = inputs.filter((path) => !path.includes('node_modules/') && !path.includes(':')).sort();
  writeFileSync(inputsOf(zip), JSON.stringify({ files, digest: digestOf(root, files), bundling }));
}
