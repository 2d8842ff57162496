import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { lock } from 'proper-lockfile';

/** Longer than any synthesis takes. */
const waiting = { forever: true, minTimeout: 100, maxTimeout: 100, maxRetryTime: 120_000 };

/** Does something once nobody else does what has this lock, of this process or another. */
export async function withLock<Done>(
  { folder, name }: { readonly folder: string; readonly name: string },
  work: () => Done | Promise<Done>,
): Promise<Done> {
  mkdirSync(folder, { recursive: true });
  const release = await lock(folder, { lockfilePath: join(folder, name), retries: waiting });
  try {
    return await work();
  } finally {
    await release();
  }
}
