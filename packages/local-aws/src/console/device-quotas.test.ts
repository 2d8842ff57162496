import { deviceQuotas } from './device-quotas';
import type { RecordedEvent } from './event-log';

const usage = { subscriptions: 3, inFlight: 2, publishes: 7, bytes: 1536 };
const connected = { rates: 1, usageOf: () => usage } as const;
const requests = (count: number | undefined) => ({ requestsTo: () => count });

const throttled = (what: 'messages discarded' | 'reads delayed', count: number): RecordedEvent => ({
  event: {
    id: 1,
    at: 0,
    cause: undefined,
    trace: 1,
    depth: 0,
    kind: 'throttled',
    who: 'light-1',
    what,
    count,
    quota: '',
  },
  payloads: [],
  links: [],
});

const shown = (parts: Parameters<typeof deviceQuotas>[2], events: readonly RecordedEvent[] = []) =>
  deviceQuotas('light-1', events, parts).map(({ name, used, limit, throttled: count }) => [name, used, limit, count]);

test('shows how much of each quota a connected device uses, and how often the quota was exceeded', () => {
  const events = [
    throttled('messages discarded', 4),
    throttled('messages discarded', 1),
    throttled('reads delayed', 2),
  ];
  expect(shown({ broker: connected, shadows: requests(5) }, events)).toEqual([
    ['connection attempts per second', undefined, '1', 0],
    ['messages per second', '7', '100', 5],
    ['bytes per second', '1.5 KiB', '512 KiB', 2],
    ['subscriptions', '3', '50', 0],
    ['unacknowledged messages', '2', '100', 0],
    ['shadow requests per second', '5', '20', 0],
  ]);
});

test('shows only the limits, multiplied by --quotas, if a device is not connected', () => {
  const broker = { rates: 0.5, usageOf: () => undefined } as const;
  const [, messages, , subscriptions] = shown({ broker, shadows: requests(0) });
  expect([messages, subscriptions]).toEqual([
    ['messages per second', undefined, '50', 0],
    ['subscriptions', undefined, '50', 0],
  ]);
});

test('shows that rate limits are not enforced', () => {
  const broker = { rates: 'off', usageOf: () => ({ ...usage, publishes: undefined, bytes: undefined }) } as const;
  expect(shown({ broker, shadows: requests(undefined) }).slice(1, 4)).toEqual([
    ['messages per second', undefined, 'not enforced', 0],
    ['bytes per second', undefined, 'not enforced', 0],
    ['subscriptions', '3', '50', 0],
  ]);
});
