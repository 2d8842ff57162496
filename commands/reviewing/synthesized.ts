import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SynthesizedStack } from '../../review/stacks/plan-of-stacks';

/** Names of the stacks in a folder that `npm run synth -- --out` wrote. */
export function stacksIn(outdir: string): readonly string[] {
  const folder = join(outdir, 'stacks');
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

/** @returns undefined where there is no such stack */
export function synthesizedStack(outdir: string, name: string): SynthesizedStack | undefined {
  const folder = join(outdir, 'stacks', name);
  const file = join(folder, 'cdk.tf.json');
  if (!existsSync(file)) return undefined;
  return {
    json: JSON.parse(readFileSync(file, 'utf8')),
    hashOf(path) {
      const zip = join(folder, path);
      return existsSync(zip) ? createHash('sha256').update(readFileSync(zip)).digest('base64') : undefined;
    },
  };
}
