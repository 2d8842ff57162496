import { groupBy } from './group-by';
import { memoizeByObject } from './memoize';
import type { ModulePaths } from './module-paths';
import { counted, joinedBySemicolons, type Phrase, say, words } from './phrase';
import type { Plan } from './plan/plan';
import { isStateful } from './plan/stored-data';
import { keptName, type PossibleRename, renamedIn } from './renames';

/** Module whose resources a plan deletes, and creates with the same addresses in another module. */
export interface ModuleMove extends ModulePaths {
  /** Number of resources. */
  readonly count: number;
  readonly stateful: boolean;
  /** Number of resources whose physical names are equal. */
  readonly sameNames: number;
}

interface MovedResources extends ModuleMove {
  readonly pairs: readonly PossibleRename[];
}

/** Returns the modules that were moved without a `moved` block, largest first. */
export const moduleMovesIn = memoizeByObject((plan: Plan): readonly MovedResources[] =>
  [...groupBy(renamedIn(plan), ({ modules }) => JSON.stringify(modules ?? null)).values()]
    .flatMap((pairs): MovedResources[] => {
      const paths = pairs[0]?.modules;
      if (paths === undefined) return [];
      return [
        {
          ...paths,
          count: pairs.length,
          stateful: pairs.some(({ gone }) => isStateful(gone.type)),
          sameNames: pairs.filter((pair) => keptName(pair) !== undefined).length,
          pairs,
        },
      ];
    })
    .sort((a, b) => b.count - a.count),
);

/** Returns the moved modules that one `moved` block can describe. Terraform cannot move the root module. */
export const movesWithBlock = (plan: Plan): readonly MovedResources[] =>
  moduleMovesIn(plan).filter(({ from, to }) => from !== '' && to !== '');

/** Maximum number of moved modules to name. */
const namedAtMost = 2;

/** Describes moved modules: `Destroys 38 resources of module.vpc.module.ecs and creates them again in module.ecs`. */
export function describeMoves(moves: readonly ModuleMove[]): Phrase {
  const more = moves.slice(namedAtMost).reduce((sum, { count }) => sum + count, 0);
  return joinedBySemicolons([
    ...moves
      .slice(0, namedAtMost)
      .map(
        ({ from, to, count }, at): Phrase =>
          say`${words(at === 0 ? 'Destroys' : 'destroys')} ${words(counted(count, 'resource'))} of ${moduleName(from)} and creates them again in ${moduleName(to)}`,
      ),
    ...(more > 0 ? [words(`recreates ${counted(more, 'more resource')} in other modules`)] : []),
  ]);
}

/** Formats a module path: `module.a`, or `the root module`. */
export const moduleName = (path: string): Phrase => (path === '' ? words('the root module') : say`${path}`);
