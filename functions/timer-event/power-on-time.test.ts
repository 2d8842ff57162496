import { fc, test as property } from '@fast-check/jest';
import { dayBefore } from './day';
import { type PowerChange, powerOnTime } from './power-on-time';

const due = '2026-11-24T17:00:00Z';
const day = dayBefore(due, Date.parse(due));
const hour = 3_600_000;

const change = (version: number, hours: number, before: boolean | undefined, after: boolean | undefined) =>
  ({ thing: 'light-1', version, at: day.from + hours * hour, before, after }) satisfies PowerChange;

const onSeconds = (...changes: PowerChange[]) => powerOnTime(changes, day)[0]?.onSeconds;

test('a light that went on at eight and off at ten was on for two hours', () => {
  const changes = [change(4, 8, false, true), change(5, 10, true, false)];
  expect(powerOnTime(changes, day)).toEqual([{ thing: 'light-1', onSeconds: 7200, changes: 2 }]);
});

test('a light that was on before the day, or is on after it, was on from its beginning, or to its end', () => {
  expect(onSeconds(change(4, 3, true, false))).toBe(3 * 3600);
  expect(onSeconds(change(4, 21, false, true))).toBe(3 * 3600);
});

test('a light that was silent on the day, and went off after it, was on all day', () => {
  expect(powerOnTime([change(4, 25, true, false)], day)).toEqual([{ thing: 'light-1', onSeconds: 86_400, changes: 0 }]);
});

test('a device that was silent and off is not of the day', () => {
  expect(powerOnTime([change(4, 25, false, true)], day)).toEqual([]);
  expect(powerOnTime([change(3, -1, false, true)], day)).toEqual([]);
});

test('a change that was delivered twice counts once, and an older one that came later counts in its place', () => {
  const changes = [change(5, 10, true, false), change(4, 8, false, true), change(5, 10, true, false)];
  expect(powerOnTime(changes, day)).toEqual([{ thing: 'light-1', onSeconds: 7200, changes: 2 }]);
});

test('a shadow that says nothing of power is not on', () => {
  expect(onSeconds(change(1, 2, undefined, true), change(2, 4, true, undefined))).toBe(2 * 3600);
});

property.prop([
  fc.array(
    fc.record({ version: fc.nat(20), hours: fc.double({ min: -2, max: 27, noNaN: true }), after: fc.boolean() }),
  ),
])('whatever a device sends, it is on for no less than nothing and no more than a day', (sent) => {
  const changes = sent.map(({ version, hours, after }) => change(version, hours, !after, after));
  for (const { onSeconds: seconds } of powerOnTime(changes, day)) {
    expect(seconds).toBeGreaterThanOrEqual(0);
    expect(seconds).toBeLessThanOrEqual(86_400);
  }
});
