import { stopped } from '../../stopped-platform.fixture';
import { createThrottle, type RateFactor } from './throttle';

const message = { retain: false, payload: Buffer.from('1') };

function throttled(factor: RateFactor = 1, retained = { count: 0 }) {
  const { clock, bus, emitted, metrics } = stopped();
  const throttle = createThrottle(factor, { clock, bus, metrics, retained });
  const device = throttle.ofConnection(() => 'sensor-1');
  const times = (count: number, act: () => boolean) => Array.from({ length: count }, act).filter(Boolean).length;
  const counted = (metric: string) =>
    metrics.series(metric).flatMap(({ minutes }) => minutes.map(({ sum }) => sum))[0] ?? 0;
  const publish = (count: number) => times(count, () => device.admitsPublish(message));
  return { throttle, clock, emitted, device, times, publish, counted };
}

// Source: AWS IoT Core endpoints and quotas, "Message broker".
describe('a connection', () => {
  test('a connection may publish 100 messages per second; excess messages are discarded and reported once as a count', async () => {
    const { clock, emitted, publish, counted } = throttled();
    expect(publish(250)).toBe(100);
    await clock.advance(1000);
    expect(publish(99)).toBe(99);
    expect(emitted).toMatchObject([
      {
        kind: 'throttled',
        who: 'sensor-1',
        what: 'messages discarded',
        count: 150,
        quota: 'at most 100 per second per connection',
      },
    ]);
    expect(counted('aws.iot.publish_in_throttle')).toBe(150);
  });

  test("the messages of one connection do not count toward another connection's rate limit", () => {
    const { throttle, publish, times } = throttled();
    publish(200);
    const other = throttle.ofConnection(() => 'sensor-2');
    expect(times(200, () => other.admitsPublish(message))).toBe(100);
  });

  test('delays a connection that sends more than 512 KiB per second', async () => {
    const { device, clock, emitted } = throttled();
    expect(device.delayAfter(512 * 1024)).toBe(0);
    expect(device.delayAfter(256 * 1024)).toBe(500);
    await clock.advance(60_000);
    expect(device.delayAfter(512 * 1024)).toBe(0);
    expect(emitted).toMatchObject([{ what: 'reads delayed', quota: 'at most 512 KiB per second per connection' }]);
  });
});

// Source: AWS IoT developer guide, "mqtt-retain", "Retained message limits".
describe('an account with the maximum number of retained messages', () => {
  const retained = { ...message, retain: true };

  test('rejects new retained messages until a retained message is deleted, but accepts other messages', () => {
    const stored = { count: 500_000 };
    const { device, counted } = throttled(1, stored);
    expect([retained, { ...retained, payload: Buffer.alloc(0) }, message].map(device.admitsPublish)).toEqual([
      false,
      true,
      true,
    ]);
    expect(counted('aws.iot.publish_retained_throttle')).toBe(1);
    stored.count -= 1;
    expect(device.admitsPublish(retained)).toBe(true);
  });

  test('a factor of 0.5 halves the number of retained messages, and "off" removes the limit', () => {
    expect(throttled(0.5, { count: 250_000 }).device.admitsPublish(retained)).toBe(false);
    expect(throttled('off', { count: 1_000_000 }).device.admitsPublish(retained)).toBe(true);
  });
});

describe('a client ID', () => {
  test('a client ID may connect once per second, regardless of other client IDs', async () => {
    const { throttle, clock, emitted, counted } = throttled();
    const connects = (name: string) => throttle.admitsConnect(name);
    expect([connects('light-1'), connects('light-1'), connects('light-2')]).toEqual([true, false, true]);
    await clock.advance(1000);
    expect(connects('light-1')).toBe(true);
    expect(emitted).toMatchObject([{ who: 'light-1', what: 'connection attempts rejected', count: 1 }]);
    expect([counted('aws.iot.connect_client_idthrottle'), counted('aws.iot.connect_throttle')]).toEqual([1, 0]);
  });

  test('admits 500 clients per second in the account, and further clients only in the next second', async () => {
    const { throttle, clock, counted } = throttled();
    const names = Array.from({ length: 501 }, (_, index) => `light-${index}`);
    expect(names.filter(throttle.admitsConnect)).toEqual(names.slice(0, 500));
    expect(counted('aws.iot.connect_throttle')).toBe(1);
    await clock.advance(1000);
    expect(throttle.admitsConnect('light-500')).toBe(true);
  });
});

test('a factor of 0.5 halves the rate limits, for example to one connect every two seconds', async () => {
  const { throttle, device, clock, publish } = throttled(0.5);
  expect(publish(101)).toBe(50);
  expect(device.delayAfter(384 * 1024)).toBe(500);
  throttle.admitsConnect('light-1');
  await clock.advance(1000);
  expect([publish(101), throttle.admitsConnect('light-1')]).toEqual([50, false]);
  await clock.advance(1000);
  expect(throttle.admitsConnect('light-1')).toBe(true);
});

test('admits every request if rate limits are not enforced', () => {
  const { throttle, device, publish } = throttled('off');
  expect(publish(1000)).toBe(1000);
  expect([throttle.admitsConnect('light-1'), throttle.admitsConnect('light-1')]).toEqual([true, true]);
  expect(device.delayAfter(1e9)).toBe(0);
});
