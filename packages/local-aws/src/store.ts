/** A named map whose values are plain JSON, so that they can be persisted. */
export interface Collection<Value> {
  get(key: string): Value | undefined;
  /** Stores a value; a value that was changed in place must be set again to be persisted. */
  set(key: string, value: Value): void;
  delete(key: string): boolean;
  entries(): IterableIterator<[string, Value]>;
}

/** Plain JSON values in order of arrival, appended at the end and dropped from the start. */
export interface Sequence<Value> {
  readonly values: readonly Value[];
  push(...values: readonly Value[]): void;
  /** Drops the given number of values from the start. */
  drop(count: number): void;
}

export interface CollectionOptions {
  /** Allows a disk store to lag by a second, for values that change often and are not acknowledged to a client. */
  mayLag?: boolean;
}

/**
 * The store of all state that must outlive a call: shadows, things, certificates, pending events of functions,
 * positions in streams, streams, log groups, executions, metrics, states of monitors. Each collection has one owner.
 * dynalite stores the items of tables itself: see docs/adr/0011-persist-acknowledged-state.md.
 */
export interface Store {
  /** Whether the store outlives the process. */
  readonly lasting: boolean;
  collection<Value>(name: string, options?: CollectionOptions): Collection<Value>;
  sequence<Value>(name: string): Sequence<Value>;
  /**
   * Resolves once all values set so far are durable, except in collections that may lag. Await this before acknowledging a write.
   * @throws Error if the store cannot be written to
   */
  written(): Promise<void>;
  close(): Promise<void>;
}

/** Returns a function that rejects a name that was passed before. */
export function rejectDuplicateNames(): (name: string) => void {
  const opened = new Set<string>();
  return (name) => {
    if (opened.has(name)) throw new Error(`the collection ${name} is already open`);
    opened.add(name);
  };
}

/** Creates a store in memory, which ends with the process. */
export function memoryStore(): Store {
  const open = rejectDuplicateNames();
  const nothingToDo = Promise.resolve();
  return {
    lasting: false,
    collection<Value>(name: string) {
      open(name);
      return new Map<string, Value>();
    },
    sequence<Value>(name: string): Sequence<Value> {
      open(name);
      const values: Value[] = [];
      return {
        values,
        push: (...added) => void values.push(...added),
        drop: (count) => void values.splice(0, count),
      };
    },
    written: () => nothingToDo,
    close: () => nothingToDo,
  };
}
