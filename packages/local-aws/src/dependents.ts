import { type Block, graph, type Stack, StackError } from '@himeshima/terraform-json';

/**
 * Returns the resources and data sources that refer to any of the addresses, directly or transitively. `depends_on`
 * does not count as a reference.
 */
export function dependentsOf(stack: Stack, addresses: ReadonlySet<string>): readonly string[] {
  const dependents = referencesTo(stack);
  const found = new Set<string>();
  const visit = (address: string): void => {
    for (const dependent of dependents.get(address) ?? []) {
      if (addresses.has(dependent) || found.has(dependent)) continue;
      found.add(dependent);
      visit(dependent);
    }
  };
  for (const address of addresses) visit(address);
  return [...found];
}

function referencesTo(stack: Stack): ReadonlyMap<string, readonly string[]> {
  const { resources, dataSources } = stack;
  try {
    return graph({ ...stack, resources: withoutOrder(resources), dataSources: withoutOrder(dataSources) }).dependents;
  } catch (error) {
    // an invalid reference is reported when the stack is applied
    if (error instanceof StackError) return new Map();
    throw error;
  }
}

const withoutOrder = (blocks: readonly Block[]): readonly Block[] =>
  blocks.map((block) => ({ ...block, dependsOn: [] }));
