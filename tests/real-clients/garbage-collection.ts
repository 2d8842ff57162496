import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { poll } from '@himeshima/local-aws/testing';

const alive = new Set<WeakRef<object>>();

/** Registers an object that keeps the process alive until it is garbage-collected. */
export const willBeCollected = (holder: object): void => void alive.add(new WeakRef(holder));

/** Forces garbage collection of all registered objects. @throws Error if an object is still referenced */
export async function collectGarbage(): Promise<void> {
  if (alive.size === 0) return;
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new Error('V8 does not provide gc()');
  await poll(() => {
    collect();
    for (const one of alive) if (one.deref() === undefined) alive.delete(one);
    return alive.size === 0 || undefined;
  }, 'the collection of all MQTT 5 clients');
}
