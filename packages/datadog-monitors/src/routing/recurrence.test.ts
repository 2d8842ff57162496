import { activeUntil } from './recurrence';

const minuteOf = (text: string) => Date.parse(text) / 60_000;
const until = (rule: string, at: string, more: object = {}) => {
  const end = activeUntil({ rule, duration: '2h', start: undefined, timeZone: 'UTC', ...more }, minuteOf(at));
  return end === undefined ? undefined : new Date(end * 60_000).toISOString().slice(0, 16);
};

// 2026-11-28 is a Saturday
describe('activeUntil', () => {
  test.each([
    ['FREQ=DAILY;BYHOUR=22', '2026-11-28T23:59Z', '2026-11-29T00:00'],
    ['FREQ=DAILY;BYHOUR=22', '2026-11-29T00:00Z', undefined],
    ['FREQ=DAILY;BYHOUR=23', '2026-11-29T00:30Z', '2026-11-29T01:00'],
    ['FREQ=WEEKLY;BYDAY=SA,SU;BYHOUR=8', '2026-11-28T09:00Z', '2026-11-28T10:00'],
    ['FREQ=WEEKLY;BYDAY=SU;BYHOUR=8', '2026-11-28T09:00Z', undefined],
    ['FREQ=MONTHLY;BYDAY=4SA;BYHOUR=8', '2026-11-28T09:00Z', '2026-11-28T10:00'],
    ['FREQ=MONTHLY;BYDAY=-1SA;BYHOUR=8', '2026-11-28T09:00Z', '2026-11-28T10:00'],
    ['FREQ=MONTHLY;BYDAY=3SA;BYHOUR=8', '2026-11-28T09:00Z', undefined],
    ['FREQ=MONTHLY;BYMONTHDAY=-1', '2026-11-30T01:00Z', '2026-11-30T02:00'],
    ['FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=28', '2026-11-28T01:59Z', '2026-11-28T02:00'],
    ['FREQ=DAILY;BYHOUR=8;BYMINUTE=0,30', '2026-11-28T08:40Z', '2026-11-28T10:30'],
    ['FREQ=DAILY;BYHOUR=8;UNTIL=20261127', '2026-11-28T09:00Z', undefined],
  ])('the rule %s at %s is active until %s', (rule, at, end) => expect(until(rule, at)).toBe(end));

  test.each([
    ['FREQ=DAILY;INTERVAL=3', '2026-11-25T08:00:00', '2026-11-28T10:00'],
    ['FREQ=DAILY;INTERVAL=2', '2026-11-25T08:00:00', undefined],
    ['FREQ=WEEKLY', '2026-11-14T08:00:00', '2026-11-28T10:00'],
    ['FREQ=WEEKLY;INTERVAL=2', '2026-11-21T08:00:00', undefined],
    ['FREQ=WEEKLY', '2026-11-13T08:00:00', undefined],
    ['FREQ=MONTHLY', '2026-09-28T08:00:00', '2026-11-28T10:00'],
    ['FREQ=DAILY;COUNT=4', '2026-11-25T08:00:00', '2026-11-28T10:00'],
    ['FREQ=DAILY;COUNT=3', '2026-11-25T08:00:00', undefined],
    ['FREQ=DAILY', '2026-12-01T08:00:00', undefined],
  ])('the rule %s from %s is active on a Saturday until %s', (rule, start, end) =>
    expect(until(rule, '2026-11-28T09:00Z', { start })).toBe(end),
  );

  test('follows local time across a daylight saving time change', () => {
    const berlin = { timeZone: 'Europe/Berlin', duration: '8h' };
    expect(until('FREQ=DAILY;BYHOUR=22', '2026-10-25T01:00Z', berlin)).toBe('2026-10-25T04:00');
    expect(until('FREQ=DAILY;BYHOUR=22', '2026-10-26T01:00Z', berlin)).toBe('2026-10-26T05:00');
  });

  test.each([
    ['FREQ=HOURLY', '2h', 'FREQ in the rule FREQ=HOURLY is not one of DAILY, WEEKLY, MONTHLY, YEARLY'],
    ['FREQ=DAILY;BYSETPOS=1', '2h', 'BYSETPOS in the rule FREQ=DAILY;BYSETPOS=1 is not supported'],
    ['FREQ=WEEKLY;BYDAY=XX', '2h', 'XX is not a weekday, as in MO or 1MO'],
    ['FREQ=DAILY', '2 hours', '2 hours is not a duration, as in 8h'],
    ['FREQ=DAILY;UNTIL=x', '2h', 'UNTIL=X is not a date, as in 20261231'],
  ])('rejects %s with the duration %s', (rule, duration, message) =>
    expect(() => until(rule, '2026-11-28T09:00Z', { duration })).toThrow(message),
  );
});
