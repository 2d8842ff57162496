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
import { createThrottleReport } from './throttle-report';

/** Multiplier for AWS IoT's rate limits: 1 for the default quotas, 2 for twice the default; `off` disables the limits. */
export type RateFactor = number | 'off';

/** Message fields that quotas depend on. */
interface Incoming {
  readonly retain: boolean;
  readonly payload: { readonly length: number };
}

export interface ConnectionThrottle {
  /** Returns whether a message is accepted. Rejected messages are counted as discarded. */
  admitsPublish(message: Incoming): boolean;
  /** Records received bytes and returns the required delay of the next read in milliseconds. */
  delayAfter(bytes: number): number;
  /** Returns the messages that the client has published in the last second, and its used bytes; undefined if rate limits are not enforced. */
  used(): { readonly publishes: number; readonly bytes: number } | undefined;
  /** Limits for messages to the client; undefined if rate limits are not enforced. */
  outbound: OutboundLimits | undefined;
}

interface OutboundLimits extends OutboundRates {
  inFlight: number;
}

export interface Throttle {
  /** Returns whether a client may connect. Rejected attempts are counted. */
  admitsConnect(clientId: string): boolean;
  /**
   * Creates the throttle for a new connection.
   * @param who returns the connection's name for reports: the client ID, once it is known
   * @param protocol protocol of the connection (default: MQTT)
   */
  ofConnection(who: () => string, protocol?: 'mqtt' | 'http'): ConnectionThrottle;
  stop(): void;
}

export interface ThrottleOptions {
  clock: Pick<Clock, 'now' | 'after'>;
  bus: Pick<EventBus, 'emit'>;
  metrics: Pick<MetricStore, 'record'>;
  retained: { readonly count: number };
}

const unlimited: Throttle = {
  admitsConnect: () => true,
  ofConnection: () => ({ admitsPublish: () => true, delayAfter: () => 0, used: () => undefined, outbound: undefined }),
  stop: () => undefined,
};

/**
 * Creates the throttle for AWS IoT Core, which enforces AWS IoT's rate limits (in platform time) and its quota of
 * retained messages. Throttled requests are counted, and reported once per second.
 */
export function createThrottle(factor: RateFactor, { clock, bus, metrics, retained }: ThrottleOptions): Throttle {
  if (factor === 'off') return unlimited;
  const report = createThrottleReport(clock, bus);
  const connects = createRate(connectsPerSecond * factor);
  const connectsPerClient = createRatePerName(connectsPerSecondAndClient * factor);

  const count = (metric: string, protocol = 'mqtt') =>
    metrics.record({ metric, tags: { protocol }, value: 1, at: clock.now() });
  const quotas = {
    publish: `at most ${publishesPerSecond * factor} per second per connection`,
    bytes: `at most ${(bytesPerSecond / 1024) * factor} KiB per second per connection`,
    connectPerClient: `at most ${connectsPerSecondAndClient * factor} per second per client ID`,
    connect: `at most ${connectsPerSecond * factor} per second per account`,
    retained: `at most ${maxRetainedMessages * factor} retained messages`,
  };

  return {
    admitsConnect(clientId) {
      if (connectsPerClient.isUsedUp(clientId, clock.now())) {
        report.add({ who: clientId, what: 'connection attempts rejected', quota: quotas.connectPerClient });
        count('aws.iot.connect_client_idthrottle');
        return false;
      }
      if (connects.isUsedUp(clock.now())) {
        report.add({ who: 'all clients', what: 'connection attempts rejected', quota: quotas.connect });
        count('aws.iot.connect_throttle');
        return false;
      }
      connectsPerClient.count(clientId, clock.now());
      connects.count(clock.now());
      return true;
    },
    ofConnection(who, protocol = 'mqtt') {
      const publishes = createRate(publishesPerSecond * factor);
      const pace = createPace(bytesPerSecond * factor);
      return {
        admitsPublish({ retain, payload }) {
          // Retained messages are rejected while the quota is exhausted, except for empty messages, which delete a
          // retained message (developer guide, "mqtt-retain").
          if (retain && payload.length > 0 && retained.count >= maxRetainedMessages * factor) {
            report.add({ who: who(), what: 'retained messages discarded', quota: quotas.retained });
            count('aws.iot.publish_retained_throttle', protocol);
            return false;
          }
          if (publishes.isUsedUp(clock.now())) {
            report.add({ who: who(), what: 'messages discarded', quota: quotas.publish });
            count('aws.iot.publish_in_throttle', protocol);
            return false;
          }
          publishes.count(clock.now());
          return true;
        },
        delayAfter(bytes) {
          const delay = pace.record(bytes, clock.now());
          if (delay > 0) report.add({ who: who(), what: 'reads delayed', quota: quotas.bytes });
          return delay;
        },
        used: () => ({ publishes: publishes.used(clock.now()), bytes: pace.used(clock.now()) }),
        outbound: {
          publishes: createRate(publishesPerSecond * factor),
          bytes: createPace(bytesPerSecond * factor),
          stored: createRate(storedPerSecond * factor),
          inFlight: Math.max(1, Math.round(maxInFlight * factor)),
          discarded() {
            report.add({ who: who(), what: 'outgoing messages discarded', quota: quotas.publish });
            count('aws.iot.publish_out_throttle', protocol);
          },
        },
      };
    },
    stop: report.stop,
  };
}
