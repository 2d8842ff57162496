import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { lock } from 'proper-lockfile';

/** Retry options; together, the attempts last longer than any synthesis. */
const retries = { forever: true, minTimeout: 100, maxTimeout: 100, maxRetryTime: 120_000 };

/** Runs a function while holding a lock that is shared with other processes. */
export async function withLock<Done>(
  { folder, name }: { readonly folder: string; readonly name: string },
  work: () => Done | Promise<Done>,
): Promise<Done> {
  mkdirSync(folder, { recursive: true });
  const release = await lock(folder, { lockfilePath: join(folder, name), retries });
  try {
    return await work();
  } finally {
    await release();
  }
}
