import { isDeepStrictEqual } from 'node:util';
import type { AwsAccount } from '../aws-account';
import type { Clock } from '../clock';
import { AwsError } from '../gateway/service-api';
import type { Collection, Sequence, Store } from '../store';
import type { DynamoItem, ItemChange } from './dynamo-answer';

export const viewTypes = ['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES'] as const;
export type ViewType = (typeof viewTypes)[number];

/** Stream of a table. */
export interface TableStream {
  arn: string;
  /** Time of creation as text, which distinguishes the streams of a table. */
  label: string;
  table: string;
  viewType: ViewType;
  /** Times in milliseconds since the epoch. */
  createdAt: number;
  disabledAt: number | undefined;
}

/** Record of a change. Source: DynamoDB API reference, "Record". */
export interface ChangeRecord {
  sequenceNumber: string;
  /** Time of the change in milliseconds since the epoch. */
  arrivedAt: number;
  eventId: string;
  eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  keys: DynamoItem;
  newImage?: DynamoItem;
  oldImage?: DynamoItem;
  sizeBytes: number;
  isExpiry: boolean;
}

export interface Streams {
  /**
   * Enables a table's stream.
   * @throws AwsError ValidationException if the table has an enabled stream
   */
  enable(table: string, viewType: ViewType): TableStream;
  /**
   * Disables a table's stream. Its records can be read for another 24 hours.
   * @throws AwsError ValidationException if the table has no enabled stream
   */
  disable(table: string): void;
  /** Returns the enabled stream of a table. */
  of(table: string): TableStream | undefined;
  /** Returns all streams in order of creation, including streams that were disabled in the last 24 hours. */
  all(): readonly TableStream[];
  /**
   * Returns a stream and its records, oldest first.
   * @throws AwsError ResourceNotFoundException if the stream does not exist
   */
  find(arn: string): { stream: TableStream; records: readonly ChangeRecord[] };
  note(changes: readonly ItemChange[]): void;
  /** Registers a callback that is called after each new record of a stream. */
  onRecord(arn: string, listener: () => void): void;
}

/** Time for which records are kept. Source: DynamoDB developer guide, "Streams". */
const retention = 24 * 3_600_000;

/** Sequence number before the first record. Numbers have the same length, so that they can be compared as strings. */
export const firstSequenceNumber = `1${'0'.repeat(20)}`;

const eventNameOf = ({ before, after }: ItemChange): ChangeRecord['eventName'] => {
  if (after === undefined) return 'REMOVE';
  return before === undefined ? 'INSERT' : 'MODIFY';
};

const bytesOf = (...items: readonly (DynamoItem | undefined)[]): number =>
  items.reduce((total, item) => total + (item === undefined ? 0 : Buffer.byteLength(JSON.stringify(item))), 0);

/**
 * Creates the streams of tables, each with one shard.
 * @param options.watch reports the tables whose changes must be noted
 */
export function createStreams(options: {
  clock: Pick<Clock, 'now'>;
  store: Store;
  place: Pick<AwsAccount, 'region' | 'account'>;
  watch(tables: readonly string[]): void;
}): Streams {
  const { clock, store, place } = options;
  const kept: Collection<TableStream> = store.collection('dynamodb-streams');
  const last: Collection<string> = store.collection('dynamodb-stream-sequence');
  const opened = new Map<string, Sequence<ChangeRecord>>();
  const listeners = new Map<string, (() => void)[]>();
  let sequence = BigInt(last.get('number') ?? firstSequenceNumber);

  const recordsOf = ({ arn }: TableStream): Sequence<ChangeRecord> => {
    const known = opened.get(arn) ?? store.sequence<ChangeRecord>(`dynamodb-stream/${arn}`);
    opened.set(arn, known);
    while ((known.values[0]?.arrivedAt ?? clock.now()) < clock.now() - retention) known.drop(1);
    return known;
  };

  const all = () =>
    [...kept.entries()]
      .map(([, stream]) => stream)
      .filter(({ disabledAt }) => disabledAt === undefined || disabledAt > clock.now() - retention);
  const of = (table: string) => all().find((stream) => stream.table === table && stream.disabledAt === undefined);
  const watch = () => options.watch(all().flatMap((stream) => (stream.disabledAt === undefined ? [stream.table] : [])));

  const append = (stream: TableStream, change: ItemChange) => {
    const { before, after, keys, isExpiry } = change;
    sequence += 1n;
    const hasNew = after !== undefined && ['NEW_IMAGE', 'NEW_AND_OLD_IMAGES'].includes(stream.viewType);
    const hasOld = before !== undefined && ['OLD_IMAGE', 'NEW_AND_OLD_IMAGES'].includes(stream.viewType);
    const sequenceNumber = String(sequence);
    recordsOf(stream).push({
      sequenceNumber,
      arrivedAt: clock.now(),
      eventId: sequence.toString(16).padStart(32, '0'),
      eventName: eventNameOf(change),
      keys,
      ...(hasNew && { newImage: after }),
      ...(hasOld && { oldImage: before }),
      sizeBytes: bytesOf(keys, hasNew ? after : undefined, hasOld ? before : undefined),
      isExpiry,
    });
    last.set('number', sequenceNumber);
    for (const listener of listeners.get(stream.arn) ?? []) listener();
  };

  const labelOf = (createdAt: number) => new Date(createdAt).toISOString().replace('Z', '');
  const arnOf = (table: string, createdAt: number) =>
    `arn:aws:dynamodb:${place.region}:${place.account}:table/${table}/stream/${labelOf(createdAt)}`;

  if (all().length > 0) watch();

  return {
    enable(table, viewType) {
      if (of(table) !== undefined)
        throw new AwsError('ValidationException', `Table already has an enabled stream: TableName: ${table}`);
      let createdAt = clock.now();
      // a table's streams have different labels, even if the clock is stopped
      while (kept.get(arnOf(table, createdAt)) !== undefined) createdAt += 1;
      const label = labelOf(createdAt);
      const arn = arnOf(table, createdAt);
      const stream = { arn, label, table, viewType, createdAt, disabledAt: undefined };
      kept.set(arn, stream);
      watch();
      return stream;
    },
    disable(table) {
      const stream = of(table);
      if (stream === undefined)
        throw new AwsError('ValidationException', `Table has no enabled stream: TableName: ${table}`);
      kept.set(stream.arn, { ...stream, disabledAt: clock.now() });
      watch();
    },
    of,
    all,
    find(arn) {
      const stream = all().find((one) => one.arn === arn);
      if (stream === undefined)
        throw new AwsError('ResourceNotFoundException', `Requested resource not found: Stream: ${arn} not found`);
      return { stream, records: recordsOf(stream).values };
    },
    note(changes) {
      for (const change of changes) {
        // a write that changes nothing creates no record (developer guide, "Streams")
        const stream = isDeepStrictEqual(change.before, change.after) ? undefined : of(change.table);
        if (stream !== undefined) append(stream, change);
      }
    },
    onRecord: (arn, listener) => void listeners.set(arn, [...(listeners.get(arn) ?? []), listener]),
  };
}
