import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { poll } from '@himeshima/local-aws/testing';

const alive = new Set<WeakRef<object>>();

/** Remembers something that holds the process for as long as it is not collected as garbage. */
export const willBeCollected = (holder: object): void => void alive.add(new WeakRef(holder));

/** Resolves once all of it is collected, which is done here and now. @throws Error where something refers to one still */
export async function collected(): Promise<void> {
  if (alive.size === 0) return;
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new Error('V8 does not collect when it is asked to');
  await poll(() => {
    collect();
    for (const one of alive) if (one.deref() === undefined) alive.delete(one);
    return alive.size === 0 || undefined;
  }, 'the last of the clients of MQTT 5 collected');
}
