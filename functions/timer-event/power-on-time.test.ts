import { fc, test as property } from '@fast-check/jest';
import { dayBefore } from './day';
import { type PowerChange, powerOnTime } from './power-on-time';

const due = '2026-11-24T17:00:00Z';
const day = dayBefore(due, Date.parse(due));
const hour = 3_600_000;

const change = (version: number, hours: number, before: boolean | undefined, after: boolean | undefined) =>
  ({ thing: 'light-1', version, at: day.from + hours * hour, before, after }) satisfies PowerChange;

const onSeconds = (...changes: PowerChange[]) => powerOnTime(changes, day)[0]?.onSeconds;

test('counts the time between on and off', () => {
  const changes = [change(4, 8, false, true), change(5, 10, true, false)];
  expect(powerOnTime(changes, day)).toEqual([{ thing: 'light-1', onSeconds: 7200, changes: 2 }]);
});

test('clips on-periods that start before or end after the day', () => {
  expect(onSeconds(change(4, 3, true, false))).toBe(3 * 3600);
  expect(onSeconds(change(4, 21, false, true))).toBe(3 * 3600);
});

test('counts the whole day if a device reports nothing during the day and turns off later', () => {
  expect(powerOnTime([change(4, 25, true, false)], day)).toEqual([{ thing: 'light-1', onSeconds: 86_400, changes: 0 }]);
});

test('omits a device that was off and reported nothing', () => {
  expect(powerOnTime([change(4, 25, false, true)], day)).toEqual([]);
  expect(powerOnTime([change(3, -1, false, true)], day)).toEqual([]);
});

test('ignores duplicates and orders late changes by version', () => {
  const changes = [change(5, 10, true, false), change(4, 8, false, true), change(5, 10, true, false)];
  expect(powerOnTime(changes, day)).toEqual([{ thing: 'light-1', onSeconds: 7200, changes: 2 }]);
});

test('treats a shadow without power as off', () => {
  expect(onSeconds(change(1, 2, undefined, true), change(2, 4, true, undefined))).toBe(2 * 3600);
});

property.prop([
  fc.array(
    fc.record({ version: fc.nat(20), hours: fc.double({ min: -2, max: 27, noNaN: true }), after: fc.boolean() }),
  ),
])('returns a duration between zero and one day for any changes', (sent) => {
  const changes = sent.map(({ version, hours, after }) => change(version, hours, !after, after));
  for (const { onSeconds: seconds } of powerOnTime(changes, day)) {
    expect(seconds).toBeGreaterThanOrEqual(0);
    expect(seconds).toBeLessThanOrEqual(86_400);
  }
});
