import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SynthesizedStack } from '../stacks/plan-from-stacks';

/** Reads a synthesized stack. @returns undefined if the stack does not exist */
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
