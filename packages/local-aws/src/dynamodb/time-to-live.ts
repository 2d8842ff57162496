import { z } from 'zod';
import type { Cancel, Clock } from '../clock';
import type { EventBus } from '../events';
import { AwsError } from '../gateway/service-api';
import type { MetricStore } from '../metrics';
import type { Collection, Store } from '../store';
import type { DynamoAnswer } from './dynamo-answer';
import { expiringWrites, mayUpdate } from './expiring-writes';
import { brief } from './writes';

/** Setting of a table. */
interface Setting {
  /** Attribute that contains an item's expiry in seconds since the epoch; undefined if time to live is off. */
  attribute: string | undefined;
  /** Time of the last change through the API in milliseconds since the epoch. */
  changedAt: number | undefined;
}

export interface TimeToLive {
  /** Sets the attribute of a declared table; undefined turns time to live off. */
  declare(table: string, attribute: string | undefined): void;
  /**
   * Changes a table's setting as UpdateTimeToLive does. The table must exist.
   * @throws AwsError ValidationException if the change is not possible now
   */
  update(table: string, change: { attribute: string; isEnabled: boolean }): void;
  describe(table: string): object;
  /** Removes the setting of a deleted table. */
  forget(table: string): void;
  /** Notes a successful call, because an item that it writes can expire earlier than all others. */
  noteCall(operation: string, input: unknown): void;
  stop(): void;
}

export interface TimeToLiveOptions {
  clock: Clock;
  store: Store;
  bus: EventBus;
  metrics: MetricStore;
  /** Calls dynalite without throttling and metrics, because the deletion of expired items consumes no capacity. */
  call(operation: string, input: object): Promise<DynamoAnswer>;
  /** Returns the names of a table's key attributes; empty if the table does not exist. */
  keysOf(table: string): Promise<readonly string[]>;
}

const minute = 60_000;
/** Minimum time between two changes. Source: DynamoDB API reference, "UpdateTimeToLive". */
const settling = 60 * minute;
/** Age after which an expired item is no longer deleted. Source: DynamoDB developer guide, "time-to-live-ttl-before-you-start". */
const fiveYearsSeconds = 5 * 365 * 86_400;

const Item = z.record(z.string(), z.unknown());
const Scanned = z.object({ Items: z.array(Item).default([]), LastEvaluatedKey: Item.optional() });
const Expiry = z.object({ N: z.string() }).transform(({ N }) => Number(N));

const invalid = (message: string) => new AwsError('ValidationException', message);

/**
 * Deletes expired items at the start of each minute of the platform's clock. AWS typically deletes them within two
 * days.
 */
export function createTimeToLive(options: TimeToLiveOptions): TimeToLive {
  const { clock, bus, metrics } = options;
  const settings: Collection<Setting> = options.store.collection('time-to-live');
  /** Lower bounds of the earliest expiry in each table, in seconds, so that most minutes need no scan. */
  const earliest = new Map<string, number>();
  let cancel: Cancel | undefined;
  let running: Promise<void> | undefined;
  let isDueAgain = false;

  /** Returns all keys and expiries in a table. */
  const scan = async (table: string, attribute: string, keys: readonly string[]) => {
    const names = Object.fromEntries([attribute, ...keys].map((name, index) => [`#${index}`, name]));
    const items: z.infer<typeof Item>[] = [];
    let ExclusiveStartKey: z.infer<typeof Item> | undefined;
    do {
      const answer = await options.call('Scan', {
        TableName: table,
        ProjectionExpression: Object.keys(names).join(', '),
        FilterExpression: 'attribute_exists(#0)',
        ExpressionAttributeNames: names,
        ...(ExclusiveStartKey !== undefined && { ExclusiveStartKey }),
      });
      if (answer.status >= 300) return [];
      const page = Scanned.parse(JSON.parse(answer.body));
      items.push(...page.Items);
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
    return items;
  };

  const expireTable = async (table: string, attribute: string): Promise<void> => {
    const now = Math.floor(clock.now() / 1000);
    if ((earliest.get(table) ?? Number.NEGATIVE_INFINITY) >= now) return;
    // writes during the scan lower this bound
    earliest.set(table, Number.POSITIVE_INFINITY);
    const keys = await options.keysOf(table);
    const deleted: object[] = [];
    for (const item of await scan(table, attribute, keys)) {
      const expiry = Expiry.safeParse(item[attribute]).data;
      if (expiry === undefined || expiry < now - fiveYearsSeconds) continue;
      if (expiry >= now) {
        noteExpiry(table, expiry);
        continue;
      }
      const Key = Object.fromEntries(keys.map((name) => [name, item[name]]));
      const answer = await options.call('DeleteItem', {
        TableName: table,
        Key,
        // the item may have changed since the scan
        ConditionExpression: '#ttl = :expiry',
        ExpressionAttributeNames: { '#ttl': attribute },
        ExpressionAttributeValues: { ':expiry': item[attribute] },
      });
      if (answer.status < 300) deleted.push(Key);
      else noteExpiry(table, Number.NEGATIVE_INFINITY);
    }
    if (deleted.length > 0) report(table, deleted);
  };

  const report = (table: string, deleted: readonly object[]) => {
    const [only] = deleted;
    const item = deleted.length === 1 && only !== undefined ? brief({ ...only }) : `${deleted.length} items`;
    bus.emit({ kind: 'table-written', table, operation: 'expire', item });
    metrics.record({
      metric: 'aws.dynamodb.time_to_live_deleted_item_count',
      tags: { tablename: table },
      value: deleted.length,
      at: clock.now(),
    });
  };

  const noteExpiry = (table: string, expiry: number) =>
    earliest.set(table, Math.min(earliest.get(table) ?? Number.NEGATIVE_INFINITY, expiry));

  const enabled = () =>
    [...settings.entries()].flatMap(([table, { attribute }]) =>
      attribute === undefined ? [] : [{ table, attribute }],
    );

  const expire = async (): Promise<void> => {
    do {
      isDueAgain = false;
      for (const { table, attribute } of enabled()) await expireTable(table, attribute);
    } while (isDueAgain);
    running = undefined;
  };

  /** Waits for the next minute, as long as a table has time to live. */
  const wait = () => {
    cancel = clock.after(minute - (clock.now() % minute), () => {
      cancel = undefined;
      if (running === undefined) running = expire();
      else isDueAgain = true;
      if (enabled().length > 0) wait();
    });
  };

  const set = (table: string, setting: Setting) => {
    settings.set(table, setting);
    earliest.delete(table);
    if (setting.attribute !== undefined && cancel === undefined) wait();
  };

  if (enabled().length > 0) wait();

  return {
    declare(table, attribute) {
      if (settings.get(table)?.attribute !== attribute) set(table, { attribute, changedAt: undefined });
    },
    update(table, { attribute, isEnabled }) {
      const before = settings.get(table);
      const now = clock.now();
      if (isEnabled === (before?.attribute !== undefined) && (!isEnabled || before?.attribute === attribute))
        throw invalid(`TimeToLive is already ${isEnabled ? 'enabled' : 'disabled'}`);
      if (before?.attribute !== undefined && before.attribute !== attribute)
        throw invalid(
          `TimeToLive is active on a different AttributeName: current AttributeName is ${before.attribute}`,
        );
      if (before?.changedAt !== undefined && now - before.changedAt < settling)
        throw invalid('Time to live has been modified multiple times within a fixed interval');
      set(table, { attribute: isEnabled ? attribute : undefined, changedAt: now });
    },
    describe(table) {
      const attribute = settings.get(table)?.attribute;
      return attribute === undefined
        ? { TimeToLiveStatus: 'DISABLED' }
        : { TimeToLiveStatus: 'ENABLED', AttributeName: attribute };
    },
    forget: (table) => void settings.delete(table),
    noteCall(operation, input) {
      for (const write of expiringWrites(operation, input)) {
        const attribute = settings.get(write.table)?.attribute;
        if (attribute === undefined) continue;
        if ('item' in write)
          noteExpiry(write.table, Expiry.safeParse(write.item[attribute]).data ?? Number.POSITIVE_INFINITY);
        // the new expiry is not in the request, so the next minute scans the table
        else if (mayUpdate(write.update, attribute)) noteExpiry(write.table, Number.NEGATIVE_INFINITY);
      }
    },
    stop: () => cancel?.(),
  };
}
