import { createAuthorizer } from './authorize';
import { createClock } from './clock';
import { createEventBus, type PlatformEvent } from './events';
import { createIotLogs } from './iot/iot-logs';
import { createMetricStore } from './metrics';
import { memoryStore, type Sequence, type Store } from './store';

/** Time at which a test's clock starts, in milliseconds since the epoch. */
export const start = Date.parse('2026-01-01T00:00:00Z');

/**
 * Returns a function that reopens the same store, as consecutive runs of the platform do. Like a disk, the store keeps
 * a copy of each value, which later changes to the original do not affect.
 */
export function reopenedStore(): () => Store {
  const collections = new Map<string, Map<string, string>>();
  const sequences = new Map<string, string[]>();
  return () => ({
    ...memoryStore(),
    lasting: true,
    sequence<Value>(name: string): Sequence<Value> {
      const written = sequences.get(name) ?? [];
      sequences.set(name, written);
      const values = written.map((text): Value => JSON.parse(text));
      return {
        values,
        push(...added) {
          values.push(...added);
          written.push(...added.map((value) => JSON.stringify(value)));
        },
        drop(count) {
          values.splice(0, count);
          written.splice(0, count);
        },
      };
    },
    collection<Value>(name: string) {
      const written = collections.get(name) ?? new Map<string, string>();
      collections.set(name, written);
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
  });
}

export const writtenStore = (): Store => reopenedStore()();

/**
 * Creates the services that most tests need, with a clock that moves only with `advance`. `emitted` contains the
 * events; `logged` contains the lines in the AWS IoT log if a test enables logging.
 */
export function stopped() {
  const clock = createClock({ speed: 0, start });
  const bus = createEventBus(clock);
  const emitted: PlatformEvent[] = [];
  bus.listen((event) => emitted.push(event));
  const store = memoryStore();
  const authorizer = createAuthorizer(store, clock);
  const logged: string[] = [];
  const logs = {
    openGroup: () => undefined,
    write: (_group: string, _stream: string, lines: readonly string[]) => void logged.push(...lines),
  };
  const iotLogs = createIotLogs({ clock, authorizer, logs, region: 'eu-west-1', account: '000000000000' });
  return { clock, bus, emitted, store, metrics: createMetricStore(store), authorizer, iotLogs, logged };
}
