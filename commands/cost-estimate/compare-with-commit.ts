import type { Progress } from '@himeshima/cli';
import { commitOf, synthesizeCommit, synthesizeTree } from '@himeshima/plan-review/cli';
import { billOf, type Comparison, compareBills, type Fleet, type PriceBook } from '@himeshima/serverless-cost';
import type { Environment } from '../../config/environment';
import { projectFolder } from '../platform/project-folder';
import { commitCache, commitSynthesis, treeSynthesis } from '../review-inputs/own-synthesis';
import { loadPlatform } from './load-platform';

interface Options {
  readonly environment: Environment;
  readonly fleet: Fleet;
  readonly prices: PriceBook;
  readonly progress: Progress;
}

/**
 * Compares the cost of the working tree with the cost of a commit, for the same fleet and prices.
 * @returns undefined if the working tree cannot be synthesized; the reason has been printed
 * @throws Error if the commit cannot be synthesized (see synthesizeCommit)
 */
export async function compareWithCommit(
  base: string,
  { environment, fleet, prices, progress }: Options,
): Promise<Comparison | undefined> {
  const root = projectFolder();
  const commit = commitOf(root, base);
  try {
    const context = { root, synthesis: commitSynthesis, cache: commitCache(root), progress };
    const before = await synthesizeCommit({ commit, name: base }, context);
    const after = await synthesizeTree({ root, synthesis: treeSynthesis, progress });
    if (after === undefined) return undefined;
    const bill = (outdir: string) => billOf({ platform: loadPlatform(outdir, environment), fleet, prices });
    return compareBills(bill(before), bill(after));
  } finally {
    progress.clear();
  }
}
