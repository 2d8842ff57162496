import type { Database } from 'dynalite/db';
import type { ItemChange } from './dynamo-answer';

/** Writes of a transaction, which are stored in the database only after all of them have succeeded. */
export interface StagedWrites {
  /** Starts a transaction. Writes are then staged, and reads return the staged values. */
  begin(): void;
  /** Keys that were read since `begin`, in order. */
  readonly readKeys: readonly string[];
  /** Returns a function that discards the writes made after this call. */
  savepoint(): () => void;
  /** Records a change to an item. Changes by discarded writes are dropped. */
  noteChange(change: ItemChange): void;
  /** Returns the changes since the previous call of this function. */
  takeChanges(): readonly ItemChange[];
  /** Stores all staged writes in one atomic batch. */
  commit(): Promise<void>;
  discard(): void;
}

/**
 * Returns whether a key belongs to an item or an index entry. Status changes of tables, which dynalite makes in the
 * background, must not be staged.
 */
const isOfItem = (key: string): boolean => key.startsWith('item-') || key.startsWith('index-');

const jsonIn = (text: string): unknown => JSON.parse(text);

/**
 * Replaces the functions of dynalite's database that read and write single values, so that writes can be staged. Only
 * one transaction can be staged at a time, and no other call may run during a transaction.
 */
export function stageWrites(database: Database): StagedWrites {
  const direct = {
    get: database.get.bind(database),
    put: database.put.bind(database),
    del: database.del.bind(database),
    batch: database.batch.bind(database),
  };
  /** Values as JSON, or undefined for deleted keys. */
  let staged: Map<string, string | undefined> | undefined;
  let readKeys: string[] = [];
  let changes: ItemChange[] = [];

  database.get = (key, callback) => {
    if (staged === undefined) return direct.get(key, callback);
    readKeys.push(key);
    if (!staged.has(key)) return direct.get(key, callback);
    const value = staged.get(key);
    setImmediate(callback, null, value === undefined ? undefined : jsonIn(value));
  };
  database.put = (key, value, callback) => {
    if (staged === undefined || !isOfItem(key)) return direct.put(key, value, callback);
    staged.set(key, JSON.stringify(value));
    setImmediate(callback, null);
  };
  database.del = (key, callback) => {
    if (staged === undefined || !isOfItem(key)) return direct.del(key, callback);
    staged.set(key, undefined);
    setImmediate(callback, null);
  };

  return {
    begin() {
      staged = new Map();
      readKeys = [];
    },
    get readKeys() {
      return readKeys;
    },
    savepoint() {
      const saved = new Map(staged);
      const count = changes.length;
      return () => {
        staged = saved;
        changes.length = count;
      };
    },
    noteChange: (change) => void changes.push(change),
    takeChanges() {
      const taken = changes;
      changes = [];
      return taken;
    },
    commit() {
      const writes = [...(staged ?? [])].map(([key, value]) =>
        value === undefined ? { type: 'del' as const, key } : { type: 'put' as const, key, value: jsonIn(value) },
      );
      staged = undefined;
      return new Promise((resolve, reject) => direct.batch(writes, (error) => (error ? reject(error) : resolve())));
    },
    discard() {
      staged = undefined;
      // no other call runs during a transaction, so all changes belong to it
      changes = [];
    },
  };
}
