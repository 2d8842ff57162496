import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { Progress } from '@himeshima/cli';
import * as z from 'zod';
import type { Plan } from '../plan/plan';
import { planOf } from '../plan/read-plan';
import { planOfStacks } from '../stacks/plan-from-stacks';
import { commitOf, type Synthesis, synthesizeCommit, synthesizeTree } from './base-commit';
import { synthesizedStack } from './synthesized-stack';

interface ComparisonContext {
  /** Project folder. */
  readonly root: string;
  readonly synthesis: Synthesis;
  /** Command that synthesizes the working tree. @defaultValue the command that synthesizes the commit */
  readonly treeSynthesis?: Synthesis;
  /** Stacks to compare. @defaultValue all stacks of the commit and the working tree */
  readonly stacks?: readonly string[];
  /** Environment shown in the notes. */
  readonly environment: string | undefined;
  /** Folder that caches the stacks synthesized from one commit. @defaultValue none: each comparison synthesizes the commit */
  readonly cache?: string;
  readonly progress: Progress;
}

/**
 * Compares the stacks of the working tree with the stacks of a commit, without a Terraform plan.
 * @returns one plan for each stack; undefined if the synthesis of the working tree fails and prints its errors
 * @throws one-line Error with the reason if the commit cannot be synthesized, or the working tree's synthesis writes no stacks
 */
export async function plansSince(base: string, context: ComparisonContext): Promise<readonly StackPlan[] | undefined> {
  const { root, synthesis, treeSynthesis = synthesis, progress, environment } = context;
  const commit = commitOf(root, base);
  const temporary = mkdtempSync(join(tmpdir(), 'plan-review-'));
  const remove = () => rmSync(temporary, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    const cache = context.cache ?? join(temporary, 'commits');
    const ofTree = synthesizeTree({ root, synthesis: treeSynthesis, progress });
    // only the error of the commit is reported if both syntheses fail
    ofTree.catch(() => undefined);
    const before = await synthesizeCommit({ commit, name: base }, { root, synthesis, cache, progress });
    const after = await ofTree;
    if (after === undefined) return undefined;
    const stacks = context.stacks ?? [...new Set([...stacksIn(before), ...stacksIn(after)])].sort();
    return stacks.map((stack) => {
      const plan = planOfStacks(synthesizedStack(before, stack), synthesizedStack(after, stack));
      const file = join(relative(root, after), 'stacks', stack, 'cdk.tf.json');
      return { file, plan: planOf(plan, { stack, environment, basis: { base: commit } }), isNamed: true };
    });
  } finally {
    process.off('exit', remove);
    remove();
    progress.clear();
  }
}

interface StackPlan {
  /** Path of the stack file synthesized from the working tree. */
  readonly file: string;
  readonly plan: Plan;
  readonly isNamed: true;
}

const Manifest = z.object({ stacks: z.record(z.string(), z.unknown()) });

/** Returns the stacks in the manifest of the last synthesis. The folder may also contain older stacks. */
function stacksIn(outdir: string): readonly string[] {
  const manifest = join(outdir, 'manifest.json');
  if (!existsSync(manifest)) return readdirSync(join(outdir, 'stacks'));
  return Object.keys(Manifest.parse(JSON.parse(readFileSync(manifest, 'utf8'))).stacks);
}
