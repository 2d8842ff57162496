import type { Clock } from '../../clock';
import type { EventBus } from '../../events';
import type { MetricStore } from '../../metrics';
import {
  bytesPerSecond,
  connectsPerSecond,
  connectsPerSecondAndClient,
  maxInFlight,
  maxRetainedMessages,
  publishesPerSecond,
  storedPerSecond,
} from '../quotas';
import type { OutboundRates } from './outbound';
import { createPace, createRate, createRatePerName } from './rates';
import { createTally } from './tally';

/** How much of AWS IoT's rates there is: 1 is what AWS grants, 2 is twice as much. */
export type RateFactor = number | 'off';

/** What a quota looks at of a message. */
interface Incoming {
  readonly retain: boolean;
  readonly payload: { readonly length: number };
}

export interface ConnectionThrottle {
  /** Whether one more message may come in; where not, it is counted as discarded. */
  admitsPublish(message: Incoming): boolean;
  /** Bytes have come. @returns how many milliseconds of the clock the next ones have to wait */
  delayAfter(bytes: number): number;
  /** Of what is sent to it; undefined where nothing is enforced. */
  outbound: OutboundLimits | undefined;
}

interface OutboundLimits extends OutboundRates {
  inFlight: number;
}

export interface Throttle {
  /** Whether a client may connect now; where not, it is counted as refused. */
  admitsConnect(clientId: string): boolean;
  /** For one new connection. @param who its client, once that has said its name @param protocol MQTT unless given */
  ofConnection(who: () => string, protocol?: 'mqtt' | 'http'): ConnectionThrottle;
  stop(): void;
}

export interface ThrottleOptions {
  clock: Pick<Clock, 'now' | 'after'>;
  bus: Pick<EventBus, 'tell'>;
  metrics: Pick<MetricStore, 'record'>;
  retained: { readonly count: number };
}

const unlimited: Throttle = {
  admitsConnect: () => true,
  ofConnection: () => ({ admitsPublish: () => true, delayAfter: () => 0, outbound: undefined }),
  stop: () => undefined,
};

/** The rates of AWS IoT Core, by the platform's clock, and how many messages it retains. What is beyond them is told once a second, with its number. */
export function createThrottle(factor: RateFactor, { clock, bus, metrics, retained }: ThrottleOptions): Throttle {
  if (factor === 'off') return unlimited;
  const tally = createTally(clock, bus);
  const connects = createRate(connectsPerSecond * factor);
  const connectsOf = createRatePerName(connectsPerSecondAndClient * factor);

  const count = (metric: string, protocol = 'mqtt') =>
    metrics.record({ metric, tags: { protocol }, value: 1, at: clock.now() });
  const quotas = {
    publish: `at most ${publishesPerSecond * factor} a second and connection`,
    bytes: `at most ${(bytesPerSecond / 1024) * factor} KiB a second and connection`,
    connectOfOne: `at most ${connectsPerSecondAndClient * factor} a second and client id`,
    connect: `at most ${connectsPerSecond * factor} a second in all`,
    retained: `at most ${maxRetainedMessages * factor} are retained`,
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
    ofConnection(who, protocol = 'mqtt') {
      const publishes = createRate(publishesPerSecond * factor);
      const pace = createPace(bytesPerSecond * factor);
      return {
        admitsPublish({ retain, payload }) {
          // developer guide, "mqtt-retain": every one but those that delete, until there is room again
          if (retain && payload.length > 0 && retained.count >= maxRetainedMessages * factor) {
            tally.add({ who: who(), what: 'retained messages discarded', quota: quotas.retained });
            count('aws.iot.publish_retained_throttle', protocol);
            return false;
          }
          if (publishes.isUsedUp(clock.now())) {
            tally.add({ who: who(), what: 'messages discarded', quota: quotas.publish });
            count('aws.iot.publish_in_throttle', protocol);
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
        outbound: {
          publishes: createRate(publishesPerSecond * factor),
          bytes: createPace(bytesPerSecond * factor),
          stored: createRate(storedPerSecond * factor),
          inFlight: Math.max(1, Math.round(maxInFlight * factor)),
          discarded() {
            tally.add({ who: who(), what: 'messages to it discarded', quota: quotas.publish });
            count('aws.iot.publish_out_throttle', protocol);
          },
        },
      };
    },
    stop: tally.stop,
  };
}
