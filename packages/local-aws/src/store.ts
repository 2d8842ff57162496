/** Named map whose values are plain JSON, so that they can be persisted. */
export interface Collection<Value> {
  get(key: string): Value | undefined;
  /** Stores a value. After changing a stored value in place, set it again to persist the change. */
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
  /**
   * Whether a disk store may write changes with a delay of up to a second. This suits values that change often and are
   * not acknowledged to a client.
   */
  mayLag?: boolean;
}

/**
 * Store for all state that must outlive a call: shadows, things, certificates, functions' pending events, streams and
 * positions in them, log groups, executions, metrics and monitor states. Each collection has one owner. Only table
 * items are stored elsewhere, by dynalite: see docs/adr/0011-persist-acknowledged-state.md.
 */
export interface Store {
  /** Whether the store outlives the process. */
  readonly lasting: boolean;
  collection<Value>(name: string, options?: CollectionOptions): Collection<Value>;
  sequence<Value>(name: string): Sequence<Value>;
  /**
   * Resolves when all values set so far are durable, except in collections with `mayLag`. Callers await this promise
   * before they acknowledge a write.
   * @throws Error if the store cannot be written to
   */
  written(): Promise<void>;
  close(): Promise<void>;
}

/** Returns a function that throws if it is called twice with the same name. */
export function rejectDuplicateNames(): (name: string) => void {
  const opened = new Set<string>();
  return (name) => {
    if (opened.has(name)) throw new Error(`the collection ${name} is already open`);
    opened.add(name);
  };
}

/** Creates a store in memory, whose content is lost when the process exits. */
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
