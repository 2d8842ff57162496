import { groupBy } from './group-by';
import { memoizeByObject } from './memoize';
import { completePaths, isInModule, type ModulePaths, modulesAround } from './module-paths';
import { counted, joinedBySemicolons, type Phrase, say, words } from './phrase';
import type { Change, Plan } from './plan/plan';
import { isStateful } from './plan/stored-data';
import { collidesBy, type PossibleRename, renamedIn } from './renames';

/** Module whose resources a plan deletes, and creates with the same addresses in another module. */
export interface ModuleMove extends ModulePaths {
  /** Number of resources. */
  readonly count: number;
  readonly stateful: boolean;
  /** Number of resources whose unique names do not change. */
  readonly sameNames: number;
}

interface MovedResources extends ModuleMove {
  readonly pairs: readonly PossibleRename[];
  /** Whether Terraform accepts one `moved` block for the whole module. */
  readonly hasBlock: boolean;
}

/** Returns the modules that were moved without a `moved` block, largest first. */
export const moduleMovesIn = memoizeByObject((plan: Plan): readonly MovedResources[] => {
  const renames = renamedIn(plan).filter(({ modules }) => modules !== undefined);
  const isMovable = movableIn(plan, renames);
  const moves = [...groupBy(renames, ({ modules }) => JSON.stringify(modules)).values()].flatMap((pairs) => {
    const paths = pairs[0]?.modules;
    if (paths === undefined) return [];
    if (isMovable(paths)) return [moveOf(paths, pairs, true)];
    // part of the module may have moved as a whole
    return [...groupBy(pairs, (pair) => JSON.stringify(completePaths(pair))).values()].flatMap((those) => {
      const part = those[0] === undefined ? undefined : completePaths(those[0]);
      return part === undefined ? [] : [moveOf(part, those, isMovable(part))];
    });
  });
  const conflicting = conflictsIn(moves);
  return moves
    .map((move) => ({ ...move, hasBlock: move.hasBlock && !conflicting.has(move) }))
    .sort((a, b) => b.count - a.count);
});

const moveOf = (paths: ModulePaths, pairs: readonly PossibleRename[], hasBlock: boolean): MovedResources => ({
  ...paths,
  count: pairs.length,
  stateful: pairs.some(({ gone }) => isStateful(gone.type)),
  sameNames: pairs.filter((pair) => collidesBy(pair) !== undefined).length,
  pairs,
  hasBlock,
});

/**
 * Returns a function that decides whether Terraform accepts a `moved` block for a module: no resource stays in the module, no resource
 * exists in the new module, and neither is the root module or contains the other. Source: Terraform, "Refactor modules"
 */
function movableIn({ changes }: Plan, renames: readonly PossibleRename[]): (paths: ModulePaths) => boolean {
  const moved = new Set(renames.flatMap(({ gone, come }) => [gone, come]));
  const others = changes.filter((change) => change.mode === 'managed' && !moved.has(change));
  const modulesWith = (isThere: (change: Change) => boolean) =>
    new Set(others.filter(isThere).flatMap(({ address }) => modulesAround(address)));
  const remaining = modulesWith(({ action }) => action !== 'delete');
  const existing = modulesWith(({ action }) => action !== 'create');
  return ({ from, to }) =>
    from !== '' &&
    to !== '' &&
    !isInModule(to, from) &&
    !isInModule(from, to) &&
    !remaining.has(from) &&
    !existing.has(to);
}

/** Returns the moves that share a module, or one of whose modules contains another. Terraform rejects such moves as ambiguous or cyclic. */
function conflictsIn(moves: readonly MovedResources[]): ReadonlySet<MovedResources> {
  const places = moves.flatMap((move) => [move.from, move.to].map((path) => ({ move, path })));
  const byPath = groupBy(places, ({ path }) => path);
  const shared = [...byPath.values()].filter(({ length }) => length > 1).flat();
  const nested = places.flatMap(({ move, path }) =>
    modulesAround(`${path}.`).flatMap((outer) => {
      const around = outer === path ? [] : (byPath.get(outer) ?? []);
      return around.length === 0 ? [] : [move, ...around.map((place) => place.move)];
    }),
  );
  return new Set([...shared.map(({ move }) => move), ...nested]);
}

/** Returns the moved modules that one `moved` block can describe. */
export const movesWithBlock = (plan: Plan): readonly MovedResources[] =>
  moduleMovesIn(plan).filter(({ hasBlock }) => hasBlock);

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
          say`${words(at === 0 ? 'Destroys' : 'destroys')} ${words(counted(count, 'resource'))} of ${moduleName(from)} and creates ${words(count === 1 ? 'it' : 'them')} again in ${moduleName(to)}`,
      ),
    ...(more > 0 ? [words(`recreates ${counted(more, 'more resource')} in other modules`)] : []),
  ]);
}

/** Formats a module path: `module.a`, or `the root module`. */
export const moduleName = (path: string): Phrase => (path === '' ? words('the root module') : say`${path}`);
