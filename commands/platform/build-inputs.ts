import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '@himeshima/cli';
import { digestOf } from '@himeshima/constructs/bundling';
import * as z from 'zod';

/** Files and folders that determine a synthesized stack, relative to the project's folder. */
const sources = [
  'api',
  'commands/synth.ts',
  'config',
  'contracts',
  'functions',
  'main.ts',
  'monitors',
  'package-lock.json',
  'packages/aws-expressions/src',
  'packages/aws-policy/src',
  'packages/constructs/src',
  'packages/datadog-monitors/src',
  'packages/iot/src',
  'packages/terraform-json/src',
  'stacks',
  'tsconfig.json',
];

/**
 * Record of a build, with hashes of its inputs and outputs.
 * The hashes cover paths and contents, but not modification times, because copying a checkout can preserve them.
 */
const BuildRecord = z.object({ inputs: z.string(), outputs: z.string() });

const recordOf = (root: string, stack: string) => join(root, 'build', 'inputs', `${stack}.json`);

/** Returns a hash of all sources. It changes if a file is edited, added, renamed or removed. */
export const inputsOf = (root: string): string => digestOf(root, sources);

const outputsOf = (root: string, stack: string) => digestOf(root, [`cdktf.out/stacks/${stack}`]);

/** Records the inputs of a synthesized stack. @param inputs hash taken before synthesis began */
export function recordBuildInputs(root: string, stack: string, inputs: string): void {
  const record = recordOf(root, stack);
  mkdirSync(join(record, '..'), { recursive: true });
  // atomic, because another command may be reading the file
  replaceFile(record, JSON.stringify({ inputs, outputs: outputsOf(root, stack) }));
}

/** Returns whether a synthesized stack exists, is complete and was created from these inputs. */
export function isBuiltFrom(root: string, stack: string, inputs: string): boolean {
  const record = recordOf(root, stack);
  if (!existsSync(record)) return false;
  const { data } = BuildRecord.safeParse(asJson(readFileSync(record, 'utf8')));
  return data?.inputs === inputs && data.outputs === outputsOf(root, stack);
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // the file is truncated, so treat the record as missing
    return undefined;
  }
}
