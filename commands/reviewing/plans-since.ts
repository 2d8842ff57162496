import { environmentNamed } from '../../config/environments';
import { stacksOf } from '../../config/names';
import type { Plan } from '../../review/plan/plan';
import { planOf } from '../../review/plan/read-plan';
import { planOfStacks } from '../../review/stacks/plan-of-stacks';
import type { Progress } from '../printing/progress';
import { commitOf, synthesizeCommit, synthesizeTree } from './base';
import { synthesizedStack } from './synthesized';

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
