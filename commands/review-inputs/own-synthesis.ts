import { join } from 'node:path';
import type { Synthesis } from '@himeshima/plan-review/cli';

/** Bundles that a synthesis runs, in build/programs. */
const programs = ['bundle', 'synth', 'dynamodb-worker', 'handler-worker', 'lambda-worker'];

/** Results of earlier syntheses, each with a digest of its inputs. */
const caches = [
  'build/functions',
  'build/known',
  ...programs.flatMap((name) => [`build/programs/${name}.js`, `build/programs/${name}.inputs.json`]),
];

const synthesisInto = (outdir: string, ...options: readonly string[]): Synthesis => ({
  caches,
  command: [process.execPath, join('commands', 'run.mjs'), 'synth', '--out', outdir, ...options],
  outdir,
});

const folder = join('build', 'reviewed');

/** Synthesis of a commit. */
export const commitSynthesis = synthesisInto('cdktf.reviewed');

/** Folder that contains the stacks of one commit. */
export const commitCache = (root: string): string => join(root, folder, 'commits');

/** Synthesis of the working tree. It also records the calls that declare each resource. */
export const treeSynthesis = synthesisInto(join(folder, 'working-tree'), '--places');
