import { join, relative } from 'node:path';
import type { Progress } from '@himeshima/cli';
import { planOf, planOfStacks } from '@himeshima/plan-review';
import type { ReadPlan } from '@himeshima/plan-review/cli';
import { environmentNamed } from '../../config/environments';
import { stacksOf } from '../../config/names';
import { commitOf, synthesizeCommit, synthesizeTree } from './base-commit';
import { synthesizedStack } from './synthesized-stack';

interface ComparisonContext {
  readonly root: string;
  readonly environment: string;
  readonly progress: Progress;
}

/**
 * Returns one plan for each stack, from a commit to the working tree.
 * @returns undefined if the working tree does not synthesize; the reason was printed
 * @throws Error with the reason if the commit cannot be synthesized
 */
export async function plansSince(
  base: string,
  { root, environment, progress }: ComparisonContext,
): Promise<readonly ReadPlan[] | undefined> {
  const stacks = stacksOf(environmentNamed(environment));
  const commit = commitOf(root, base);
  const before = await synthesizeCommit({ commit, name: base }, { root, progress });
  const after = await synthesizeTree({ root, progress });
  if (after === undefined) return undefined;
  return stacks.map((stack) => {
    const plan = planOfStacks(synthesizedStack(before, stack), synthesizedStack(after, stack));
    const file = join(relative(root, after), 'stacks', stack, 'cdk.tf.json');
    return { file, plan: planOf(plan, { stack, environment, basis: { base: commit } }), isNamed: true };
  });
}
