import { fc, test as property } from '@fast-check/jest';
import { parseSchedule } from './expression';

const next = (text: string, after: string) => {
  const moment = parseSchedule(text).next(Date.parse(after));
  return moment === undefined ? undefined : new Date(moment).toISOString();
};

// the examples are from the table in EventBridge's user guide, "Cron expressions"; 2026-11-24 is a Tuesday
test.each([
  ['cron(0 17 * * ? *)', '2026-11-24T16:59:59Z', '2026-11-24T17:00:00.000Z'],
  ['cron(0 17 * * ? *)', '2026-11-24T17:00:00Z', '2026-11-25T17:00:00.000Z'],
  ['cron(15 10 * * ? *)', '2026-11-24T11:00:00Z', '2026-11-25T10:15:00.000Z'],
  ['cron(0 18 ? * MON-FRI *)', '2026-11-27T19:00:00Z', '2026-11-30T18:00:00.000Z'],
  ['cron(0 18 ? * 2-6 *)', '2026-11-27T19:00:00Z', '2026-11-30T18:00:00.000Z'],
  ['cron(0 8 1 * ? *)', '2026-11-24T00:00:00Z', '2026-12-01T08:00:00.000Z'],
  ['cron(0/15 * * * ? *)', '2026-11-24T10:16:00Z', '2026-11-24T10:30:00.000Z'],
  ['cron(0 0 ? * 3#1 *)', '2026-11-24T00:00:00Z', '2026-12-01T00:00:00.000Z'],
  ['cron(0 9 L * ? *)', '2026-11-24T00:00:00Z', '2026-11-30T09:00:00.000Z'],
  ['cron(0 9 ? * 6L *)', '2026-11-24T00:00:00Z', '2026-11-27T09:00:00.000Z'],
  ['cron(0 9 1 1 ? 2027)', '2026-11-24T00:00:00Z', '2027-01-01T09:00:00.000Z'],
  ['cron(0 9 1 1 ? 2020)', '2026-11-24T00:00:00Z', undefined],
  ['rate(5 minutes)', '2026-11-24T10:16:00Z', '2026-11-24T10:21:00.000Z'],
  ['rate(1 day)', '2026-11-24T10:16:00Z', '2026-11-25T10:16:00.000Z'],
])('the next run of %s after %s is at %s', (text, after, expected) => {
  expect(next(text, after)).toBe(expected);
});

test.each([
  ['every day', '"every day" is not a schedule; write cron(0 17 * * ? *) or rate(5 minutes)'],
  [
    'cron(0 17 * * *)',
    'cron(0 17 * * *) has 5 fields; expected six: minutes, hours, day of month, month, day of week, year',
  ],
  ['cron(0 17 * * * *)', 'cron(0 17 * * * *): exactly one of the fields "day of month" and "day of week" must be "?"'],
  ['cron(0 25 * * ? *)', expect.stringContaining('cron(0 25 * * ? *): ')],
  ['rate(5 minute)', 'rate(5 minute): write rate(1 minute), and rate(2 minutes)'],
  ['rate(0 minutes)', 'rate(0 minutes): expected a whole number of minutes, hours or days'],
])('%s is rejected', (text, message) => {
  expect(() => parseSchedule(text)).toThrow(expect.objectContaining({ message }));
});

property.prop([
  fc.integer({ min: 0, max: 59 }),
  fc.integer({ min: 0, max: 23 }),
  fc.date({ min: new Date('2000-01-01'), max: new Date('2090-01-01'), noInvalidDate: true }),
])('a daily schedule runs within a day, at the given minute', (minute, hour, after) => {
  const due = parseSchedule(`cron(${minute} ${hour} * * ? *)`).next(after.getTime()) ?? Number.NaN;
  expect(due - after.getTime()).toBeGreaterThan(0);
  expect(due - after.getTime()).toBeLessThanOrEqual(86_400_000);
  expect([new Date(due).getUTCHours(), new Date(due).getUTCMinutes()]).toEqual([hour, minute]);
});
