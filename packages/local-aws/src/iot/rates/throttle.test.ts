import { stopped } from '../../stopped.fixture';
import { createThrottle, type RateFactor } from './throttle';

const message = { retain: false, payload: Buffer.from('1') };

function throttled(factor: RateFactor = 1, retained = { count: 0 }) {
  const { clock, bus, told, metrics } = stopped();
  const throttle = createThrottle(factor, { clock, bus, metrics, retained });
  const device = throttle.ofConnection(() => 'sensor-1');
  const times = (count: number, act: () => boolean) => Array.from({ length: count }, act).filter(Boolean).length;
  const counted = (metric: string) =>
    metrics.series(metric).flatMap(({ minutes }) => minutes.map(({ sum }) => sum))[0] ?? 0;
  const publish = (count: number) => times(count, () => device.admitsPublish(message));
  return { throttle, clock, told, device, times, publish, counted };
}

// AWS IoT Core endpoints and quotas, "Message broker"
describe('a connection', () => {
  test('publishes 100 messages a second; those beyond are counted, and told once with their number', async () => {
    const { clock, told, publish, counted } = throttled();
    expect(publish(250)).toBe(100);
    await clock.advance(1000);
    expect(publish(99)).toBe(99);
    expect(told).toMatchObject([
      {
        kind: 'throttled',
        who: 'sensor-1',
        what: 'messages discarded',
        count: 150,
        quota: 'at most 100 a second and connection',
      },
    ]);
    expect(counted('aws.iot.publish_in_throttle')).toBe(150);
  });

  test('takes nothing from another one', () => {
    const { throttle, publish, times } = throttled();
    publish(200);
    const other = throttle.ofConnection(() => 'sensor-2');
    expect(times(200, () => other.admitsPublish(message))).toBe(100);
  });

  test('waits where it sends more than 512 KiB a second', async () => {
    const { device, clock, told } = throttled();
    expect(device.delayAfter(512 * 1024)).toBe(0);
    expect(device.delayAfter(256 * 1024)).toBe(500);
    await clock.advance(60_000);
    expect(device.delayAfter(512 * 1024)).toBe(0);
    expect(told).toMatchObject([{ what: 'reads delayed', quota: 'at most 512 KiB a second and connection' }]);
  });
});

// developer guide, "mqtt-retain", "Retained message limits"
describe('an account that retains as many messages as it may', () => {
  const retained = { ...message, retain: true };

  test('takes no more of them until one is deleted, and any that is not to be retained', () => {
    const kept = { count: 500_000 };
    const { device, counted } = throttled(1, kept);
    expect([retained, { ...retained, payload: Buffer.alloc(0) }, message].map(device.admitsPublish)).toEqual([
      false,
      true,
      true,
    ]);
    expect(counted('aws.iot.publish_retained_throttle')).toBe(1);
    kept.count -= 1;
    expect(device.admitsPublish(retained)).toBe(true);
  });

  test('may have half as many where half of the quotas is asked for, and any number where they are off', () => {
    expect(throttled(0.5, { count: 250_000 }).device.admitsPublish(retained)).toBe(false);
    expect(throttled('off', { count: 1_000_000 }).device.admitsPublish(retained)).toBe(true);
  });
});

describe('a client id', () => {
  test('connects once a second, and takes nothing from others', async () => {
    const { throttle, clock, told, counted } = throttled();
    const connects = (name: string) => throttle.admitsConnect(name);
    expect([connects('light-1'), connects('light-1'), connects('light-2')]).toEqual([true, false, true]);
    await clock.advance(1000);
    expect(connects('light-1')).toBe(true);
    expect(told).toMatchObject([{ who: 'light-1', what: 'connects refused', count: 1 }]);
    expect([counted('aws.iot.connect_client_idthrottle'), counted('aws.iot.connect_throttle')]).toEqual([1, 0]);
  });

  test('is one of 500 in a second, and who was refused may come as soon as there is room', async () => {
    const { throttle, clock, counted } = throttled();
    const names = Array.from({ length: 501 }, (_, index) => `light-${index}`);
    expect(names.filter(throttle.admitsConnect)).toEqual(names.slice(0, 500));
    expect(counted('aws.iot.connect_throttle')).toBe(1);
    await clock.advance(1000);
    expect(throttle.admitsConnect('light-500')).toBe(true);
  });
});

test('half of the rates is half as many in a second, and one connect in two', async () => {
  const { throttle, device, clock, publish } = throttled(0.5);
  expect(publish(101)).toBe(50);
  expect(device.delayAfter(384 * 1024)).toBe(500);
  throttle.admitsConnect('light-1');
  await clock.advance(1000);
  expect([publish(101), throttle.admitsConnect('light-1')]).toEqual([50, false]);
  await clock.advance(1000);
  expect(throttle.admitsConnect('light-1')).toBe(true);
});

test('rates that are off refuse nothing', () => {
  const { throttle, device, publish } = throttled('off');
  expect(publish(1000)).toBe(1000);
  expect([throttle.admitsConnect('light-1'), throttle.admitsConnect('light-1')]).toEqual([true, true]);
  expect(device.delayAfter(1e9)).toBe(0);
});
