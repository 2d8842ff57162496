import { createAuthorizer } from './authorize';
import { createClock } from './clock';
import { createEventBus, type PlatformEvent } from './events';
import { createMetricStore } from './metrics';
import { memoryStore, type Store } from './store';

/** When a test's clock begins, in milliseconds since the epoch. */
export const start = Date.parse('2026-01-01T00:00:00Z');

/** Knows values as they were when they were set, as a disk would, whatever is changed in place afterwards. */
export function writtenStore(): Store {
  return {
    collection<Value>() {
      const written = new Map<string, string>();
      const read = (text: string): Value => JSON.parse(text);
      return {
        get(key) {
          const text = written.get(key);
          return text === undefined ? undefined : read(text);
        },
        set: (key, value) => void written.set(key, JSON.stringify(value)),
        delete: (key) => written.delete(key),
        entries: () => new Map([...written].map(([key, text]) => [key, read(text)] as const)).entries(),
      };
    },
  };
}

/** What every part is made of, on a clock that moves by `advance` alone; `told` collects the events. */
export function stopped() {
  const clock = createClock({ speed: 0, start });
  const bus = createEventBus(clock);
  const told: PlatformEvent[] = [];
  bus.listen((event) => told.push(event));
  const store = memoryStore();
  return { clock, bus, told, store, metrics: createMetricStore(store), authorizer: createAuthorizer(store, clock) };
}
