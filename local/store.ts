/** A named map whose values are plain JSON, so that they can be written to a disk. */
export interface Collection<Value> {
  get(key: string): Value | undefined;
  /** Keeps a value; one that was changed in place is set again, or a disk would never hear of it. */
  set(key: string, value: Value): void;
  delete(key: string): boolean;
  entries(): IterableIterator<[string, Value]>;
}

/**
 * The one place for whatever must outlive a call: shadows, things, certificates, policies and permissions, events that
 * wait for a function, positions in streams, streams, log groups, executions, metrics, states of monitors. Each
 * collection belongs to one part. Items of tables (dynalite), messages of queues and objects of buckets (fauxqs) stay
 * with those two: see docs/adr/0008-what-the-laptop-keeps.md.
 */
export interface Store {
  collection<Value>(name: string): Collection<Value>;
}

/** Keeps everything in memory: it ends with the process. */
export function memoryStore(): Store {
  const opened = new Set<string>();
  return {
    collection<Value>(name: string) {
      if (opened.has(name)) throw new Error(`the collection ${name} belongs to another part already`);
      opened.add(name);
      return new Map<string, Value>();
    },
  };
}
