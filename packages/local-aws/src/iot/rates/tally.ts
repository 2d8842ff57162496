import type { Cancel, Clock } from '../../clock';
import type { EventBus, Happening } from '../../events';

type Beyond = Omit<Extract<Happening, { kind: 'throttled' }>, 'kind' | 'count'>;

/** What is beyond a quota: a flood of it is told in one line a second. */
export interface Tally {
  add(beyond: Beyond): void;
  stop(): void;
}

/** Tells a second after the first of its kind how many there were. */
export function createTally(clock: Pick<Clock, 'after'>, bus: Pick<EventBus, 'tell'>): Tally {
  const running = new Map<string, { count: number; cancel: Cancel }>();
  return {
    add(beyond) {
      const name = `${beyond.who} ${beyond.what}`;
      const counted = running.get(name);
      if (counted !== undefined) {
        counted.count += 1;
        return;
      }
      const begun = { count: 1, cancel: clock.after(1000, () => tell()) };
      running.set(name, begun);
      const tell = () => {
        running.delete(name);
        bus.tell({ kind: 'throttled', ...beyond, count: begun.count });
      };
    },
    stop() {
      for (const { cancel } of running.values()) cancel();
    },
  };
}
