/** A named map whose values are plain JSON, so that they can be written to a disk. */
export interface Collection<Value> {
  get(key: string): Value | undefined;
  /** Keeps a value; one that was changed in place is set again, or a disk would never hear of it. */
  set(key: string, value: Value): void;
  delete(key: string): boolean;
  entries(): IterableIterator<[string, Value]>;
}

/** Plain JSON in order of arrival: it grows at its end, and is forgotten from its beginning. */
export interface Sequence<Value> {
  readonly values: readonly Value[];
  push(...values: readonly Value[]): void;
  /** Forgets the first so many. */
  drop(count: number): void;
}

export interface CollectionOptions {
  /** What nobody has been promised, and changes all the time: a disk may be a second behind. */
  mayLag?: boolean;
}

/**
 * The one place for whatever must outlive a call: shadows, things, certificates, events that wait for a function,
 * positions in streams, streams, log groups, executions, metrics, states of monitors. Each collection belongs to one
 * part. Items of tables stay with dynalite: see docs/adr/0011-persist-acknowledged-state.md.
 */
export interface Store {
  /** Whether it outlives the process. */
  readonly lasting: boolean;
  collection<Value>(name: string, options?: CollectionOptions): Collection<Value>;
  sequence<Value>(name: string): Sequence<Value>;
  /**
   * Resolves once all that has been set so far outlives the process, but for what may lag. Whoever acknowledges
   * something waits for it first. @throws Error where it cannot be written
   */
  written(): Promise<void>;
  close(): Promise<void>;
}

/** Gives each name to one part alone. */
export function onlyOnce(): (name: string) => void {
  const opened = new Set<string>();
  return (name) => {
    if (opened.has(name)) throw new Error(`the collection ${name} belongs to another part already`);
    opened.add(name);
  };
}

/** Keeps everything in memory: it ends with the process. */
export function memoryStore(): Store {
  const open = onlyOnce();
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
