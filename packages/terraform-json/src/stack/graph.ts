import { dependenciesOf } from './dependencies';
import type { Block, Stack } from './stack';
import { StackError } from './stack-error';

export interface Graph {
  /** Blocks in dependency order. Independent blocks are in declaration order, data sources first. */
  readonly order: readonly Block[];
  /** Direct dependencies by address. */
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
  /** Direct dependents by address. */
  readonly dependents: ReadonlyMap<string, readonly string[]>;
}

/**
 * Orders a stack's resources and data sources by their references and `depends_on`.
 * @throws StackError for a cycle (with its addresses), an invalid expression or an undeclared reference
 */
export function graph(stack: Stack): Graph {
  const dependencies = dependenciesOf(stack);
  const blocks = new Map([...stack.dataSources, ...stack.resources].map((block) => [block.address, block]));
  const order: Block[] = [];
  const done = new Set<string>();
  const visit = (address: string, above: readonly string[]): void => {
    if (done.has(address)) return;
    const since = above.indexOf(address);
    if (since >= 0) throw cycle([...above.slice(since), address]);
    for (const needed of dependencies.get(address) ?? []) visit(needed, [...above, address]);
    done.add(address);
    const block = blocks.get(address);
    if (block) order.push(block);
  };
  for (const address of blocks.keys()) visit(address, []);
  return { order, dependencies, dependents: reverseDependencies(dependencies) };
}

function cycle(addresses: readonly string[]): StackError {
  const [first = ''] = addresses;
  return new StackError(first, `circular dependency: ${addresses.join(' → ')}`);
}

function reverseDependencies(
  dependencies: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, readonly string[]> {
  const dependents = new Map<string, string[]>([...dependencies.keys()].map((address) => [address, []]));
  for (const [address, needs] of dependencies) for (const needed of needs) dependents.get(needed)?.push(address);
  return dependents;
}
