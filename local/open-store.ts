import type { Clock } from './clock';
import { openDiskStore } from './disk-store';
import type { EventBus } from './events';
import { memoryStore, type Store } from './store';

/** Where state is kept: in memory, or in the folder `data`. @throws Error in one line, where the folder cannot be used */
export async function openStore(data: string | undefined, clock: Clock, bus: EventBus): Promise<Store> {
  if (data === undefined) return memoryStore();
  const failed = (text: string) => void bus.tell({ kind: 'note', text: `${text}; nothing is acknowledged any more` });
  const store = await openDiskStore({ directory: data, real: clock.real, now: clock.now, failed });
  // with --speed it was ahead of the time of day: what is written down would lie in the future
  if (store.savedAt !== undefined) await clock.advance(Math.max(0, store.savedAt - clock.now()));
  return store;
}
