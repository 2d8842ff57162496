import { groupBy } from './group-by';
import { modulePathOf, modulesOf, ownAddress } from './plan/resource-id';

/** Module paths before and after a move, such as `module.vpc.module.ecs` and `module.ecs`. Empty for the root module. */
export interface ModulePaths {
  readonly from: string;
  readonly to: string;
}

interface AddressPair {
  readonly gone: { readonly address: string };
  readonly come: { readonly address: string };
}

/** Minimum number of resources of a moved module. A single resource is more likely a rename. */
const smallest = 2;

/** Returns the modules in which several resources were deleted and created with the same addresses in another module. */
export const movedModules = (pairs: readonly AddressPair[]): readonly ModulePaths[] =>
  [...groupBy(pairs.flatMap(pathsOf), (paths) => JSON.stringify(paths)).values()].flatMap(([paths, ...others]) =>
    paths !== undefined && others.length + 1 >= smallest ? [paths] : [],
  );

/**
 * Returns the module paths of two addresses without their common end: `module.a` and `module.b` for `module.a.module.x` and
 * `module.b.module.x`. Empty if the resources differ, or are in the same module.
 */
function pathsOf({ gone, come }: AddressPair): readonly ModulePaths[] {
  const [old, now] = [stepsOf(gone.address), stepsOf(come.address)];
  if (ownAddress(gone.address) !== ownAddress(come.address) || old.join() === now.join()) return [];
  while (old.length > 1 && now.length > 1 && old.at(-1) === now.at(-1)) for (const steps of [old, now]) steps.pop();
  return [{ from: old.join('.'), to: now.join('.') }];
}

/** Returns the complete module paths of two addresses. */
export const completePaths = ({ gone, come }: AddressPair): ModulePaths => ({
  from: modulePathOf(gone.address),
  to: modulePathOf(come.address),
});

/** Returns the modules in an address, from the outermost to the innermost: `module.a["x"]`, `module.b`. */
const stepsOf = (address: string): string[] =>
  modulesOf(address).match(/module\.[^.[]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?/g) ?? [];

/** Returns the address of a resource after its module has moved. Undefined if the resource is outside the module. */
export function addressAfterMove(address: string, { from, to }: ModulePaths): string | undefined {
  if (from === '') return modulesOf(address) === '' ? `${to}.${address}` : undefined;
  if (!isInModule(address, from)) return undefined;
  const rest = address.slice(from.length + 1);
  return to === '' ? rest : `${to}.${rest}`;
}

/** Returns whether a resource or module is inside a module. */
export const isInModule = (address: string, module: string): boolean => address.startsWith(`${module}.`);

/** Returns the paths of the modules that contain an address, from the outermost to the innermost. */
export function modulesAround(address: string): readonly string[] {
  const steps = stepsOf(address);
  return steps.map((_, at) => steps.slice(0, at + 1).join('.'));
}

/** Returns a function that finds the moves of the modules that contain an address. */
export function movesByAddress(moves: readonly ModulePaths[]): (address: string) => readonly ModulePaths[] {
  const byPath = groupBy(moves, ({ from }) => from);
  return (address) => {
    const paths = modulesAround(address);
    return (paths.length === 0 ? [''] : paths).flatMap((path) => byPath.get(path) ?? []);
  };
}
