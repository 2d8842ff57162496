import { type Recurrence, readRecurrence } from './recurrence';

const minuteOf = (text: string) => Date.parse(text) / 60_000;
const timeOf = (minute: number) => new Date(minute * 60_000).toISOString().slice(0, 16);
const occurrences = (rule: string, [from, to]: readonly [string, string], more: Partial<Recurrence> = {}) =>
  readRecurrence({ rule, duration: '2h', start: undefined, timeZone: 'UTC', ...more })({
    from: minuteOf(from),
    to: minuteOf(to),
  }).map((one) => [timeOf(one.from), timeOf(one.to)]);
const until = (rule: string, at: string, more: Partial<Recurrence> = {}) =>
  occurrences(rule, [at, timeOf(minuteOf(at) + 1).concat('Z')], more).at(-1)?.[1];

// 2026-11-28 is a Saturday
describe('readRecurrence', () => {
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
    ['FREQ=DAILY;BYHOUR=8;UNTIL=20261128T080000Z', '2026-11-28T09:00Z', '2026-11-28T10:00'],
    ['FREQ=DAILY;BYHOUR=8;UNTIL=20261128T075900Z', '2026-11-28T09:00Z', undefined],
    // the documentation uses this rule for "the 2nd Tuesday of the month" (docs.datadoghq.com/monitors/downtimes/examples)
    ['FREQ=DAILY;INTERVAL=1;BYDAY=2TU;BYHOUR=8', '2026-11-10T09:00Z', '2026-11-10T10:00'],
    ['FREQ=DAILY;INTERVAL=1;BYDAY=2TU;BYHOUR=8', '2026-11-17T09:00Z', undefined],
    // the last working day and the first weekend day of the month
    ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;BYHOUR=8', '2026-11-30T09:00Z', '2026-11-30T10:00'],
    ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;BYHOUR=8', '2026-11-27T09:00Z', undefined],
    ['FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=1,3;BYHOUR=8', '2026-11-08T09:00Z', '2026-11-08T10:00'],
    ['FREQ=WEEKLY;BYDAY=SA,SU;BYSETPOS=2;BYHOUR=8', '2026-11-28T09:00Z', undefined],
    ['FREQ=DAILY;BYHOUR=8,20;BYSETPOS=-1', '2026-11-28T09:00Z', undefined],
    ['FREQ=YEARLY;BYDAY=48SA;BYHOUR=8', '2026-11-28T09:00Z', '2026-11-28T10:00'],
    ['FREQ=YEARLY;BYMONTH=11;BYDAY=4SA;BYHOUR=8', '2026-11-28T09:00Z', '2026-11-28T10:00'],
    ['FREQ=YEARLY;BYMONTHDAY=28;BYHOUR=8', '2026-11-28T09:00Z', '2026-11-28T10:00'],
  ])('the rule %s at %s is active until %s', (rule, at, end) => expect(until(rule, at)).toBe(end));

  test.each([
    ['FREQ=DAILY;INTERVAL=3', '2026-11-25T08:00:00', '2026-11-28T10:00'],
    ['FREQ=DAILY;INTERVAL=2', '2026-11-25T08:00:00', undefined],
    ['FREQ=WEEKLY', '2026-11-14T08:00:00', '2026-11-28T10:00'],
    ['FREQ=WEEKLY;INTERVAL=2', '2026-11-21T08:00:00', undefined],
    // if weeks start on Sunday, the start (a Sunday) and the next Saturday are in the same week
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=SA', '2026-11-22T08:00:00', undefined],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=SA;WKST=SU', '2026-11-22T08:00:00', '2026-11-28T10:00'],
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

  test('recurs in the first of two repeated hours, and moves a time that the clocks skip to the next hour', () => {
    const atHalfPastTwo = { timeZone: 'Europe/Berlin', start: '2026-03-01T02:30:00', duration: '1h' };
    expect(occurrences('FREQ=MONTHLY;BYDAY=-1SU', ['2026-03-01T00:00Z', '2026-11-01T00:00Z'], atHalfPastTwo)).toEqual([
      ['2026-03-29T01:30', '2026-03-29T02:30'],
      ...['04-26', '05-31', '06-28', '07-26', '08-30', '09-27', '10-25'].map((date) => [
        `2026-${date}T00:30`,
        `2026-${date}T01:30`,
      ]),
    ]);
    const newYork = { timeZone: 'America/New_York', start: '2026-03-08T02:30:00', duration: '1h' };
    expect(until('FREQ=DAILY', '2026-03-08T08:00Z', newYork)).toBe('2026-03-08T08:30');
  });

  test('compares UNTIL in UTC if it ends with Z, otherwise in local time', () => {
    const berlin = { timeZone: 'Europe/Berlin', start: '2026-11-01T00:00:00' };
    expect(until('FREQ=DAILY;UNTIL=20261127T230000Z', '2026-11-28T00:00Z', berlin)).toBe('2026-11-28T01:00');
    expect(until('FREQ=DAILY;UNTIL=20261127T230000', '2026-11-28T00:00Z', berlin)).toBeUndefined();
  });

  test.each([
    ['FREQ=HOURLY', '2h', 'FREQ in the rule FREQ=HOURLY is not one of DAILY, WEEKLY, MONTHLY, YEARLY'],
    ['FREQ=YEARLY;BYWEEKNO=1', '2h', 'BYWEEKNO in the rule FREQ=YEARLY;BYWEEKNO=1 is not supported'],
    ['FREQ=WEEKLY;BYDAY=XX', '2h', 'XX is not a weekday such as MO or 1MO'],
    ['FREQ=DAILY', '2 hours', '2 hours is not a duration of up to ten years, such as 8h'],
    ['FREQ=DAILY', '0h', '0h is not a duration of up to ten years, such as 8h'],
    ['FREQ=DAILY', '999999999w', '999999999w is not a duration'],
    [
      'DTSTART=20261101T000000;FREQ=DAILY',
      '2h',
      'Datadog rejects DTSTART in the rule DTSTART=20261101T000000;FREQ=DAILY; use the start and the duration of the recurrence',
    ],
    ['FREQ=DAILY;COUNT=2;UNTIL=20261231', '2h', 'the rule FREQ=DAILY;COUNT=2;UNTIL=20261231 has both UNTIL and COUNT'],
    ['FREQ=DAILY;FREQ=WEEKLY', '2h', 'FREQ in the rule FREQ=DAILY;FREQ=WEEKLY occurs twice'],
    ['FREQ=DAILY;COUNT=', '2h', 'COUNT in the rule FREQ=DAILY;COUNT= has no value'],
    [
      'FREQ=DAILY;INTERVAL=0',
      '2h',
      'invalid INTERVAL=0 in the rule FREQ=DAILY;INTERVAL=0: expected numbers from 1 to 100000',
    ],
    ['FREQ=DAILY;BYHOUR=24', '2h', 'invalid BYHOUR=24 in the rule FREQ=DAILY;BYHOUR=24: expected numbers from 0 to 23'],
    ['FREQ=MONTHLY;BYMONTHDAY=0', '2h', 'expected numbers from -31 to 31 except 0'],
    ['FREQ=WEEKLY;WKST=X', '2h', 'expected a weekday such as MO'],
    ['FREQ=DAILY;UNTIL=x', '2h', 'UNTIL=X is not a date such as 20261231'],
  ])('rejects %s with the duration %s', (rule, duration, message) =>
    expect(() => until(rule, '2026-11-28T09:00Z', { duration })).toThrow(message),
  );

  test.each([
    [{ timeZone: 'Mars/Base' }, 'unknown time zone Mars/Base; expected a name such as Europe/Berlin'],
    [{ start: '2026-11-01T00:00:00Z' }, 'start 2026-11-01T00:00:00Z is not a time without an offset'],
  ])('rejects %j', (more, message) => expect(() => until('FREQ=DAILY', '2026-11-28T09:00Z', more)).toThrow(message));
});
