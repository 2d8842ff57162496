import type { Progress } from '@himeshima/cli';
import { billOf, type Comparison, compareBills, type Fleet, type PriceBook } from '@himeshima/serverless-cost';
import type { Environment } from '../../config/environment';
import { commitOf, synthesizeCommit, synthesizeTree } from '../reviewing/base';
import { projectFolder } from '../running/project-folder';
import { platformIn } from './platform-in';

interface Asked {
  readonly environment: Environment;
  readonly fleet: Fleet;
  readonly prices: PriceBook;
  readonly progress: Progress;
}

/**
 * What the working tree costs beside a commit, for the same fleet at the same prices.
 * @returns undefined where the working tree is refused; it has said why
 * @throws Error as synthesizeCommit
 */
export async function comparedWith(
  base: string,
  { environment, fleet, prices, progress }: Asked,
): Promise<Comparison | undefined> {
  const root = projectFolder();
  const commit = commitOf(root, base);
  try {
    const before = await synthesizeCommit({ commit, name: base }, { root, progress });
    const after = await synthesizeTree({ root, progress });
    if (after === undefined) return undefined;
    const bill = (outdir: string) => billOf({ platform: platformIn(outdir, environment), fleet, prices });
    return compareBills(bill(before), bill(after));
  } finally {
    progress.clear();
  }
}
