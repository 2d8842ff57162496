import type { EventBus } from './events';
import type { LoadedStack } from './load-stack';
import { addressFormatter } from './multi-stack';
import { resourceTypes } from './service-table';
import type { Store } from './store';

/** Returns the queue name if an ID is a queue URL, because the port in the URL can differ at each start. */
const queueNameIn = (id: string) => (id.startsWith('http') ? (id.split('/').at(-1) ?? id) : id);

/**
 * Reports resources in the --data folder that an earlier run declared, but this run does not. Terraform would destroy
 * such resources, but the local runtime keeps them.
 */
export function reportOrphanedState(
  stacks: readonly LoadedStack[],
  ids: ReadonlyMap<string, string>,
  { store, bus }: { store: Store; bus: EventBus },
): void {
  const known = store.collection<true>('declared');
  const addressOf = addressFormatter(stacks);
  const resources = stacks.flatMap((loaded) =>
    loaded.stack.resources.map(({ type, address }) => ({ type, address: addressOf(loaded, address) })),
  );
  const declared = new Set(
    resources
      .filter(({ type }) => resourceTypes.get(type)?.keepsData === true)
      .map(({ address, type }) => `${type} ${queueNameIn(ids.get(address) ?? address)}`),
  );
  const orphaned = [...known.entries()].map(([name]) => name).filter((name) => !declared.has(name));
  for (const name of declared) known.set(name, true);
  if (orphaned.length > 0)
    bus.emit({ kind: 'note', text: `no longer declared, but kept in --data: ${orphaned.join(', ')}` });
}
