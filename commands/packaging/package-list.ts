import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const Manifest = z.object({ name: z.string(), version: z.string() });

export interface Package {
  /** Name in imports, such as `@himeshima/iot`. */
  readonly name: string;
  readonly version: string;
  readonly folder: string;
}

/** Returns the packages of the repository in the order of their folders. */
export function packagesIn(root: string): readonly Package[] {
  return readdirSync(join(root, 'packages')).flatMap((entry) => {
    const folder = join(root, 'packages', entry);
    const manifest = join(folder, 'package.json');
    return existsSync(manifest) ? [{ ...Manifest.parse(JSON.parse(readFileSync(manifest, 'utf8'))), folder }] : [];
  });
}
