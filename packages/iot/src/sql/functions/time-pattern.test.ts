import { fc, test as property } from '@fast-check/jest';
import { civilTime } from './civil-time';
import { timePattern } from './time-pattern';
import { timeZone } from './time-zone';

function format(pattern: string, epochMs: number, zoneId = 'UTC'): string | undefined {
  const zone = timeZone(zoneId);
  return zone && timePattern(pattern)?.(epochMs, zone);
}

const moment = Date.UTC(2024, 0, 2, 3, 4, 5, 67);

describe('timePattern', () => {
  test.each([
    ["yyyy-MM-dd'T'HH:mm:ss.SSSZZ", 'UTC', '2024-01-02T03:04:05.067+00:00'],
    ["yyyy-MM-dd'T'HH:mm:ssZ", 'Asia/Tokyo', '2024-01-02T12:04:05+0900'],
    ['HH:mm z', 'Asia/Tokyo', '12:04 JST'],
    ['z', 'America/New_York', 'EST'],
    ['zzzz', 'America/New_York', 'Eastern Standard Time'],
    ['ZZZ', 'Europe/Paris', 'Europe/Paris'],
    ['z', 'Europe/Paris', 'CET'],
    ['HH:mm ZZ', '+05:30', '08:34 +05:30'],
    ['EEE EEEE', 'UTC', 'Tue Tuesday'],
    ['M MM MMM MMMM', 'UTC', '1 01 Jan January'],
    ['y yy yyyy', 'UTC', '2024 24 2024'],
    ['h hh K k H a', 'UTC', '3 03 3 3 3 AM'],
    ['S SS SSSS', 'UTC', '0 06 0670'],
    ['D w e x C G', 'UTC', '2 1 2 2024 20 AD'],
    ["'o''clock' '' d", 'UTC', "o'clock ' 2"],
  ])('%s in %s is %s', (pattern, zone, expected) => {
    expect(format(pattern, moment, zone)).toBe(expected);
  });

  test("formats a time in its zone's daylight saving time", () => {
    expect(format('HH:mm z', Date.UTC(2024, 6, 1), 'America/New_York')).toBe('20:00 EDT');
  });

  test('rejects patterns that Joda-Time rejects', () => {
    for (const pattern of ["'open", 'b', 'yyyy-MM-dd Q']) expect(timePattern(pattern)).toBeUndefined();
    expect(format('yyyy', 1e17)).toBeUndefined();
    expect(timeZone('Mars/Base')).toBeUndefined();
  });

  property.prop([fc.date({ noInvalidDate: true })])('matches ECMAScript’s calendar', (date) => {
    const time = civilTime(date.getTime(), 0);
    expect(time).toMatchObject({
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
      hour: date.getUTCHours(),
      minute: date.getUTCMinutes(),
      second: date.getUTCSeconds(),
      millisecond: date.getUTCMilliseconds(),
      weekday: ((date.getUTCDay() + 6) % 7) + 1,
    });
  });

  test('formats ISO 8601 weeks', () => {
    const week = (year: number, month: number, day: number) => {
      const time = civilTime(Date.UTC(year, month - 1, day), 0);
      return [time?.weekYear, time?.week];
    };
    expect(week(2021, 1, 3)).toEqual([2020, 53]);
    expect(week(2021, 1, 4)).toEqual([2021, 1]);
    expect(week(2024, 12, 30)).toEqual([2025, 1]);
  });
});
