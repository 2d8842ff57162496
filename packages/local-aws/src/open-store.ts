import type { Clock } from './clock';
import { openDiskStore } from './disk-store';
import { memoryStore, type Store } from './store';

/**
 * Where state is kept: in memory, or in the folder `data`.
 * @param failed hears once why that folder can no longer be written
 * @throws Error in one line, where the folder cannot be used
 */
export async function openStore(
  data: string | undefined,
  clock: Clock,
  failed: (reason: string) => void,
): Promise<Store> {
  if (data === undefined) return memoryStore();
  const store = await openDiskStore({ directory: data, real: clock.real, now: clock.now, failed });
  // with --speed it was ahead of the time of day: what is written down would lie in the future
  if (store.savedAt !== undefined) await clock.advance(Math.max(0, store.savedAt - clock.now()));
  return store;
}
