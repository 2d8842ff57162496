import { basename, dirname, resolve } from 'node:path';
import { environmentNamed } from '../../config/environments';
import { stacksOf } from '../../config/names';
import type { Plan } from '../../review/plan/plan';
import { PlanError } from '../../review/plan/plan-error';
import { planOf, readPlan } from '../../review/plan/read-plan';
import { planOfStacks } from '../../review/stacks/plan-of-stacks';
import type { Progress } from '../printing/progress';
import { commitOf, synthesizeCommit, synthesizeTree } from './base';
import { synthesizedStack } from './synthesized';

/** @throws Error that names the file, and says what it is instead of a plan */
export function planFile(file: string, read: (path: string) => Uint8Array): Plan {
  const bytes = bytesOf(file, read);
  try {
    return readPlan({ bytes, stack: stackNameOf(file) });
  } catch (error) {
    if (error instanceof PlanError) throw new Error(`${file} ${error.message}`);
    throw error;
  }
}

function bytesOf(file: string, read: (path: string) => Uint8Array): Uint8Array {
  try {
    return read(file);
  } catch (error) {
    throw new Error(`--plan ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The folder of the stack, where cdktf has its plans; else the name of the file. */
function stackNameOf(file: string): string {
  const folder = dirname(resolve(file));
  return basename(dirname(folder)) === 'stacks' ? basename(folder) : basename(file).replace(/\.json$/, '');
}

interface Since {
  readonly root: string;
  readonly environment: string;
  readonly progress: Progress;
}

/** The plans, one a stack that changes, that lead from a commit to the working tree. */
export async function plansSince(base: string, { root, environment, progress }: Since): Promise<readonly Plan[]> {
  const stacks = stacksOf(environmentNamed(environment));
  const commit = commitOf(root, base);
  const before = await synthesizeCommit(commit, { root, progress });
  const after = await synthesizeTree({ root, progress });
  return stacks.map((stack) => {
    const plan = planOfStacks(synthesizedStack(before, stack), synthesizedStack(after, stack));
    return planOf(plan, { stack, basis: { base: commit } });
  });
}
