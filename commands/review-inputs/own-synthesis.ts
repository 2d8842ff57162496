import { join } from 'node:path';
import type { Synthesis } from '@himeshima/plan-review/cli';

const synthesisInto = (outdir: string, ...options: readonly string[]): Synthesis => ({
  command: [process.execPath, join('commands', 'run.mjs'), 'synth', '--out', outdir, ...options],
  outdir,
});

const folder = join('build', 'reviewed');

/** Synthesis of a commit. */
export const commitSynthesis = synthesisInto('cdktf.reviewed');

/** Folder that contains the stacks of one commit. */
export const commitCache = (root: string): string => join(root, folder, 'commits');

/** Synthesis of the working tree, which also records the calls that declare each resource. */
export const treeSynthesis = synthesisInto(join(folder, 'working-tree'), '--places');
