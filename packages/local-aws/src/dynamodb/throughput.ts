import type { ConsumedCapacity } from './capacity';

/** Provisioned capacity of a table, in units per second. */
export interface ProvisionedCapacity {
  readUnits: number;
  writeUnits: number;
}

/** Number of seconds for which DynamoDB retains unused capacity. Source: developer guide, "burst-adaptive-capacity". */
const burstSeconds = 300;

interface Bucket {
  perSecond: number;
  left: number;
  filledAt: number;
}

/**
 * Creates a counter of the remaining provisioned capacity of each table. On-demand and unknown tables are unlimited.
 */
export function createThroughput(clock: { now(): number }) {
  const buckets = new Map<string, Bucket>();
  const key = (table: string, kind: 'read' | 'write') => `${kind} ${table}`;

  const filled = (bucket: Bucket): number => {
    const now = clock.now();
    const won = ((now - bucket.filledAt) / 1000) * bucket.perSecond;
    bucket.left = Math.min(bucket.left + won, bucket.perSecond * burstSeconds);
    bucket.filledAt = now;
    return bucket.left;
  };

  return {
    provision(table: string, { readUnits, writeUnits }: ProvisionedCapacity): void {
      const full = (perSecond: number) => ({ perSecond, left: perSecond * burstSeconds, filledAt: clock.now() });
      buckets.set(key(table, 'read'), full(readUnits));
      buckets.set(key(table, 'write'), full(writeUnits));
    },
    /**
     * Returns the first table that has no capacity left, or undefined. An accepted call can consume more than the
     * remaining capacity.
     */
    exhausted(tables: readonly string[], kind: 'read' | 'write'): string | undefined {
      return tables.find((table) => {
        const bucket = buckets.get(key(table, kind));
        return bucket !== undefined && filled(bucket) <= 0;
      });
    },
    spend(consumed: readonly ConsumedCapacity[], kind: 'read' | 'write'): void {
      for (const { table, units } of consumed) {
        const bucket = buckets.get(key(table, kind));
        if (bucket !== undefined) bucket.left = filled(bucket) - units;
      }
    },
  };
}
