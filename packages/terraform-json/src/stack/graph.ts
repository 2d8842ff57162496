import { dependenciesOf } from './dependencies';
import { StackError } from './error';
import type { Block, Stack } from './stack';

export interface Graph {
  /** Every resource and data source after all that it needs; otherwise in the order of the declaration, data first. */
  readonly order: readonly Block[];
  /** What each address needs directly. */
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
  /** What needs each address directly. */
  readonly dependents: ReadonlyMap<string, readonly string[]>;
}

/**
 * Orders the resources and data sources of a stack by reference and `depends_on`.
 * @throws StackError for a cycle (which it names), for an expression that cannot be read, and for a reference to nothing
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
  return { order, dependencies, dependents: reversed(dependencies) };
}

function cycle(addresses: readonly string[]): StackError {
  const [first = ''] = addresses;
  return new StackError(first, `the resources need each other: ${addresses.join(' → ')}`);
}

function reversed(dependencies: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, readonly string[]> {
  const dependents = new Map<string, string[]>([...dependencies.keys()].map((address) => [address, []]));
  for (const [address, needs] of dependencies) for (const needed of needs) dependents.get(needed)?.push(address);
  return dependents;
}
