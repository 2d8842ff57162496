import { createAuthorizer } from './authorize';
import { createClock } from './clock';
import { createEventBus, type PlatformEvent } from './events';
import { createMetricStore } from './metrics';
import { memoryStore } from './store';

/** When a test's clock begins, in milliseconds since the epoch. */
export const start = Date.parse('2026-01-01T00:00:00Z');

/** What every part is made of, on a clock that moves by `advance` alone; `told` collects the events. */
export function stopped() {
  const clock = createClock({ speed: 0, start });
  const bus = createEventBus(clock);
  const told: PlatformEvent[] = [];
  bus.listen((event) => told.push(event));
  const store = memoryStore();
  return { clock, bus, told, store, metrics: createMetricStore(store), authorizer: createAuthorizer(store) };
}
