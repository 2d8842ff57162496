import type { Cancel, Clock } from '../clock';
import type { EventBus, Happening } from '../events';
import type { MetricStore } from '../metrics';
import { bytesPerSecond, connectsPerSecond, connectsPerSecondAndClient, publishesPerSecond } from './quotas';
import { createPace, createRate, createRatePerName } from './rates';

/** How much of AWS IoT's rates there is: 1 is what AWS grants, 2 is twice as much. */
export type RateFactor = number | 'off';

export interface ConnectionThrottle {
  /** Whether one more message may come in; where not, it is counted as discarded. */
  admitsPublish(): boolean;
  /** Bytes have come. @returns how many milliseconds of the clock the next ones have to wait */
  delayAfter(bytes: number): number;
}

export interface Throttle {
  /** Whether a client may connect now; where not, it is counted as refused. */
  admitsConnect(clientId: string): boolean;
  /** For one new connection. @param who its client, once that has said its name */
  ofConnection(who: () => string): ConnectionThrottle;
  stop(): void;
}

export interface ThrottleOptions {
  clock: Pick<Clock, 'now' | 'after'>;
  bus: Pick<EventBus, 'tell'>;
  metrics: Pick<MetricStore, 'record'>;
}

const unlimited: Throttle = {
  admitsConnect: () => true,
  ofConnection: () => ({ admitsPublish: () => true, delayAfter: () => 0 }),
  stop: () => undefined,
};

/** The rates of AWS IoT Core, by the platform's clock. What is beyond them is told once a second, with its number. */
export function createThrottle(factor: RateFactor, { clock, bus, metrics }: ThrottleOptions): Throttle {
  if (factor === 'off') return unlimited;
  const tally = createTally(clock, bus);
  const connects = createRate(connectsPerSecond * factor);
  const connectsOf = createRatePerName(connectsPerSecondAndClient * factor);

  const count = (metric: string) => metrics.record({ metric, tags: { protocol: 'mqtt' }, value: 1, at: clock.now() });
  const quotas = {
    publish: `at most ${publishesPerSecond * factor} a second and connection`,
    bytes: `at most ${(bytesPerSecond / 1024) * factor} KiB a second and connection`,
    connectOfOne: `at most ${connectsPerSecondAndClient * factor} a second and client id`,
    connect: `at most ${connectsPerSecond * factor} a second in all`,
  };

  return {
    admitsConnect(clientId) {
      if (connectsOf.isUsedUp(clientId, clock.now())) {
        tally.add({ who: clientId, what: 'connects refused', quota: quotas.connectOfOne });
        count('aws.iot.connect_client_idthrottle');
        return false;
      }
      if (connects.isUsedUp(clock.now())) {
        tally.add({ who: 'all clients', what: 'connects refused', quota: quotas.connect });
        count('aws.iot.connect_throttle');
        return false;
      }
      connectsOf.count(clientId, clock.now());
      connects.count(clock.now());
      return true;
    },
    ofConnection(who) {
      const publishes = createRate(publishesPerSecond * factor);
      const pace = createPace(bytesPerSecond * factor);
      return {
        admitsPublish() {
          if (publishes.isUsedUp(clock.now())) {
            tally.add({ who: who(), what: 'messages discarded', quota: quotas.publish });
            count('aws.iot.publish_in_throttle');
            return false;
          }
          publishes.count(clock.now());
          return true;
        },
        delayAfter(bytes) {
          const delay = pace.took(bytes, clock.now());
          if (delay > 0) tally.add({ who: who(), what: 'reads delayed', quota: quotas.bytes });
          return delay;
        },
      };
    },
    stop: tally.stop,
  };
}

type Beyond = Omit<Extract<Happening, { kind: 'throttled' }>, 'kind' | 'count'>;

/** Tells a second after the first of its kind how many there were. */
function createTally(clock: Pick<Clock, 'after'>, bus: Pick<EventBus, 'tell'>) {
  const running = new Map<string, { count: number; cancel: Cancel }>();
  return {
    add(beyond: Beyond): void {
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
    stop(): void {
      for (const { cancel } of running.values()) cancel();
    },
  };
}
