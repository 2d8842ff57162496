import type { z } from 'zod';
import {
  bytesPerSecond,
  connectsPerSecondAndClient,
  maxInFlight,
  maxSubscriptions,
  publishesPerSecond,
  shadowRequestsPerSecondAndThing,
} from '../iot/quotas';
import type { RateFactor } from '../iot/rates/throttle';
import type { PlatformServices } from '../services';
import type { Device } from './contract';
import type { RecordedEvent } from './event-log';

interface Parts {
  readonly broker: Pick<PlatformServices['broker'], 'rates' | 'usageOf'>;
  readonly shadows: Pick<PlatformServices['shadows'], 'requestsTo'>;
}

type Usage = ReturnType<Parts['broker']['usageOf']>;

interface Quota {
  readonly name: string;
  readonly limit: number;
  /** Whether --quotas multiplies the limit. */
  readonly isRate: boolean;
  /** Returns the current usage; undefined if it is unknown. */
  used?(usage: Usage, shadowRequests: number | undefined): number | undefined;
  /** Pattern of the quota in the `throttled` events that report that this quota is exceeded. */
  readonly throttled?: RegExp;
  readonly unit?: string;
}

const quotas: readonly Quota[] = [
  { name: 'connection attempts per second', limit: connectsPerSecondAndClient, isRate: true, throttled: /attempts/ },
  {
    name: 'messages per second',
    limit: publishesPerSecond,
    isRate: true,
    used: (usage) => usage?.publishes,
    throttled: /messages/,
  },
  {
    name: 'bytes per second',
    limit: bytesPerSecond / 1024,
    isRate: true,
    used: (usage) => usage?.bytes && usage.bytes / 1024,
    throttled: /reads/,
    unit: ' KiB',
  },
  { name: 'subscriptions', limit: maxSubscriptions, isRate: false, used: (usage) => usage?.subscriptions },
  { name: 'unacknowledged messages', limit: maxInFlight, isRate: true, used: (usage) => usage?.inFlight },
  {
    name: 'shadow requests per second',
    limit: shadowRequestsPerSecondAndThing,
    isRate: true,
    used: (_, requests) => requests,
    throttled: /shadow/,
  },
];

function limitOf({ limit, isRate, unit = '' }: Quota, rates: RateFactor): string {
  if (!isRate) return `${limit}${unit}`;
  return rates === 'off' ? 'not enforced' : `${limit * rates}${unit}`;
}

const rounded = (value: number) => Number(value.toFixed(1));

/** Returns a device's quotas with their current usage, and how often each was exceeded. */
export function deviceQuotas(
  thing: string,
  throttled: readonly RecordedEvent[],
  { broker, shadows }: Parts,
): z.infer<typeof Device>['quotas'] {
  const usage = broker.usageOf(thing);
  const requests = shadows.requestsTo(thing);
  return quotas.map((quota) => {
    const used = quota.used?.(usage, requests);
    const exceeded = throttled.reduce(
      (sum, { event }) => sum + (event.kind === 'throttled' && quota.throttled?.test(event.what) ? event.count : 0),
      0,
    );
    return {
      name: quota.name,
      limit: limitOf(quota, broker.rates),
      ...(used !== undefined && { used: `${rounded(used)}${quota.unit ?? ''}` }),
      throttled: exceeded,
    };
  });
}
