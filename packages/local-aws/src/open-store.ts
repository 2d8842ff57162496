import type { Clock } from './clock';
import { openDiskStore } from './disk-store';
import { memoryStore, type Store } from './store';

/**
 * Opens the store in the folder `data`, or in memory if `data` is undefined.
 * @param failed called once, with the reason, when the folder can no longer be written to
 * @throws Error with a one-line message if the folder cannot be used
 */
export async function openStore(
  data: string | undefined,
  clock: Clock,
  failed: (reason: string) => void,
): Promise<Store> {
  if (data === undefined) return memoryStore();
  const store = await openDiskStore({ directory: data, real: clock.real, now: clock.now, failed });
  // with --speed, the previous run's clock may be ahead of real time, and persisted times would be in the future
  if (store.savedAt !== undefined) await clock.advance(Math.max(0, store.savedAt - clock.now()));
  return store;
}
