/** A named map whose values are plain JSON, so that they can be written to a disk. */
export interface Collection<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): boolean;
  entries(): IterableIterator<[string, Value]>;
}

/** Where every part keeps what must outlive a call: shadows, queues, positions. Each collection belongs to one part. */
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
