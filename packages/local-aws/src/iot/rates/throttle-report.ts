import type { Cancel, Clock } from '../../clock';
import type { EventBus, EventDetails } from '../../events';

type ThrottledEvent = Omit<Extract<EventDetails, { kind: 'throttled' }>, 'kind' | 'count'>;

/** Report of throttled requests. It combines all requests within a second into one event. */
export interface ThrottleReport {
  add(throttled: ThrottledEvent): void;
  stop(): void;
}

/**
 * Creates a report that emits the number of throttled requests
 * of each kind, one second after the first throttled request.
 */
export function createThrottleReport(clock: Pick<Clock, 'after'>, bus: Pick<EventBus, 'emit'>): ThrottleReport {
  const running = new Map<string, { count: number; cancel: Cancel }>();
  return {
    add(throttled) {
      const name = `${throttled.who} ${throttled.what}`;
      const current = running.get(name);
      if (current !== undefined) {
        current.count += 1;
        return;
      }
      const started = { count: 1, cancel: clock.after(1000, () => emit()) };
      running.set(name, started);
      const emit = () => {
        running.delete(name);
        bus.emit({ kind: 'throttled', ...throttled, count: started.count });
      };
    },
    stop() {
      for (const { cancel } of running.values()) cancel();
    },
  };
}
