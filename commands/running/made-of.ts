import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { replaceFile } from '../printing/replace-file';

/** What a stack is made of, and what it is made by. */
const sources = [
  'api',
  'commands/bundling',
  'commands/synth.ts',
  'config',
  'contracts',
  'functions',
  'lib',
  'main.ts',
  'monitors',
  'package-lock.json',
  'stacks',
  'tsconfig.json',
];

/** By path, size and time of the last change of each file. */
const MadeOf = z.object({ inputs: z.string(), outputs: z.string() });

const recordOf = (root: string, stack: string) => join(root, 'build', 'made-of', `${stack}.json`);

function filesBelow(root: string, path: string): readonly string[] {
  const stat = statSync(join(root, path), { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (!stat.isDirectory()) return [`${path} ${stat.size} ${stat.mtimeMs}`];
  return readdirSync(join(root, path)).flatMap((name) => filesBelow(root, `${path}/${name}`));
}

const hashOf = (root: string, paths: readonly string[]) =>
  createHash('sha256')
    .update(
      paths
        .flatMap((path) => filesBelow(root, path))
        .filter((file) => !file.includes('.test.ts '))
        .join('\n'),
    )
    .digest('hex');

/** What every stack is made of, as it is now: other text where a file was changed, added, renamed or removed. */
export const inputsOf = (root: string): string => hashOf(root, sources);

const outputsOf = (root: string, stack: string) => hashOf(root, [`cdktf.out/stacks/${stack}`]);

/** Remembers of which inputs a synthesized stack was made. @param inputs as they were before it was */
export function rememberMadeOf(root: string, stack: string, inputs: string): void {
  const record = recordOf(root, stack);
  mkdirSync(join(record, '..'), { recursive: true });
  // another command may be reading it
  replaceFile(record, JSON.stringify({ inputs, outputs: outputsOf(root, stack) }));
}

/** Whether a synthesized stack is there, whole, and made of these inputs. */
export function isMadeOf(root: string, stack: string, inputs: string): boolean {
  const record = recordOf(root, stack);
  if (!existsSync(record)) return false;
  const { data } = MadeOf.safeParse(asJson(readFileSync(record, 'utf8')));
  return data?.inputs === inputs && data.outputs === outputsOf(root, stack);
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // half written: as good as none
    return undefined;
  }
}
