import { fc, test as property } from '@fast-check/jest';
import { createPace, createRate, createRatePerName } from './rates';

/** Arbitrary for ascending timestamps. Some timestamps are equal, as with messages from many devices. */
const moments = fc
  .array(fc.integer({ min: 0, max: 400 }), { maxLength: 200 })
  .map((gaps) => gaps.map((_, index) => gaps.slice(0, index + 1).reduce((sum, gap) => sum + gap, 0)));
const limit = fc.integer({ min: 1, max: 20 });

function admitted(perSecond: number, at: readonly number[]): number[] {
  const rate = createRate(perSecond);
  return at.filter((now) => {
    if (rate.isUsedUp(now)) return false;
    rate.count(now);
    return true;
  });
}

const inSecondBefore = (now: number, at: readonly number[]) =>
  at.filter((one) => one > now - 1000 && one <= now).length;

describe('a rate', () => {
  property.prop([limit, moments])('never exceeds the rate in any one-second window', (perSecond, at) => {
    const admittedAt = admitted(perSecond, at);
    for (const now of admittedAt) expect(inSecondBefore(now, admittedAt)).toBeLessThanOrEqual(perSecond);
  });

  property.prop([limit, moments])('admits every event within the limit', (perSecond, at) => {
    const expected: number[] = [];
    for (const now of at) if (inSecondBefore(now, expected) < perSecond) expected.push(now);
    expect(admitted(perSecond, at)).toEqual(expected);
  });

  property.prop([limit, moments])('counts the events in the window that ends now', (perSecond, at) => {
    const rate = createRate(perSecond);
    const admittedAt: number[] = [];
    for (const now of at) {
      if (!rate.isUsedUp(now)) {
        rate.count(now);
        admittedAt.push(now);
      }
      expect(rate.used(now)).toBe(inSecondBefore(now, admittedAt));
    }
  });

  test('admits one event per longer window if the rate is below one per second', () => {
    const rate = createRate(0.25);
    rate.count(0);
    expect([rate.isUsedUp(3999), rate.isUsedUp(4000)]).toEqual([true, false]);
  });

  test('limits each name separately, and forgets names that were idle for a second', () => {
    const rates = createRatePerName(1);
    rates.count('light-1', 0);
    expect([rates.isUsedUp('light-1', 999), rates.isUsedUp('light-2', 999)]).toEqual([true, false]);
    rates.count('light-2', 999);
    expect(rates.isUsedUp('light-1', 1000)).toBe(false);
    rates.count('light-3', 1000);
    expect(rates.size).toBe(2);
    expect(rates.isUsedUp('light-2', 1000)).toBe(true);
  });
});

describe('a pace', () => {
  const bytesPerSecond = 1000;
  const chunks = fc.array(
    fc.record({ bytes: fc.integer({ min: 1, max: 900 }), pause: fc.integer({ min: 0, max: 500 }) }),
  );

  /** Simulates a reader that reads each chunk as soon as the chunk has arrived and the pace allows the read. */
  function read(sent: readonly { bytes: number; pause: number }[]) {
    const pace = createPace(bytesPerSecond);
    let [now, free] = [0, 0];
    return sent.map(({ bytes, pause }) => {
      now = Math.max(now + pause, free);
      free = now + pace.record(bytes, now);
      return { bytes, now };
    });
  }

  property.prop([chunks])("never exceeds the pace by more than one second's quota plus one chunk", (sent) => {
    let bytes = 0;
    for (const chunk of read(sent)) {
      expect(bytes).toBeLessThanOrEqual(bytesPerSecond * (chunk.now / 1000 + 1) + 1e-6);
      bytes += chunk.bytes;
    }
  });

  test('does not delay a sender below the rate limit', () => {
    const slow = Array.from({ length: 50 }, () => ({ bytes: 100, pause: 100 }));
    expect(read(slow).map(({ now }) => now)).toEqual(slow.map((_, index) => (index + 1) * 100));
  });

  test('delays a sender that exceeds the rate limit until it is below the limit again', () => {
    const pace = createPace(bytesPerSecond);
    expect(pace.record(1500, 0)).toBe(500);
    expect(pace.record(500, 500)).toBe(500);
    expect(pace.record(100, 60_000)).toBe(0);
    expect([pace.used(60_000), pace.used(60_050), pace.used(60_100)]).toEqual([100, 50, 0]);
  });
});
