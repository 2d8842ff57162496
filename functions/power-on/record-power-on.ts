import type { PowerReport } from '../../contracts/power';

/** Where it is kept since when a device is on. */
export interface PowerTable {
  /**
   * Stores the item unless the table knows the same or a newer moment for this thing.
   * @returns whether it was stored
   */
  putIfNewer(item: PowerOn): Promise<boolean>;
}

export interface PowerOn {
  readonly thing: string;
  /** Ms since the epoch. */
  readonly since: number;
  readonly traceId: string;
}

/**
 * Remembers since when a device is on. The same report twice changes nothing, and a report older than the stored one
 * is dropped: rules and retries keep no order.
 */
export async function recordPowerOn(report: PowerReport, table: PowerTable): Promise<'recorded' | 'already known'> {
  const { thing, receivedAt, traceId } = report;
  const stored = await table.putIfNewer({ thing, since: receivedAt, traceId });
  return stored ? 'recorded' : 'already known';
}
