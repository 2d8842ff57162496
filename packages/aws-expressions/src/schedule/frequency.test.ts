import { fc, test as property } from '@fast-check/jest';
import { parseSchedule } from './expression';
import { timesAYear } from './frequency';

describe('timesAYear', () => {
  test.each([
    ['cron(0 17 * * ? *)', 366],
    ['cron(*/15 * * * ? *)', 4 * 24 * 366],
    ['cron(0/15 8-17 ? * MON-FRI *)', 4 * 10 * 262],
    ['cron(0,30 8,8 1 * ? *)', 2 * 12],
    ['cron(0 0 29 2 ? *)', 1],
    ['cron(0 0 31 2 ? *)', 0],
    ['cron(0 17 * * ? 2027)', 366],
    ['rate(1 hour)', 24 * 366],
    ['at(2027-01-01T00:00:00)', 1],
  ])('%s runs %d times in a leap year', (expression, times) => expect(timesAYear(expression)).toBe(times));

  test.each(['${var.schedule}', 'cron(0 17 * * *)', 'rate(5 minute)', 'cron(99 0 * * ? *)', ''])(
    'returns undefined for %p',
    (expression) => expect(timesAYear(expression)).toBeUndefined(),
  );

  const field = (last: number) =>
    fc.oneof(
      fc.constant('*'),
      fc.nat({ max: last }).map(String),
      fc.integer({ min: 5, max: 20 }).map((step) => `*/${step}`),
      fc.tuple(fc.nat({ max: last }), fc.integer({ min: 2, max: 9 })).map(([start, step]) => `${start}/${step}`),
      fc.tuple(fc.nat({ max: last }), fc.nat({ max: last })).map((ends) => ends.sort((a, b) => a - b).join('-')),
    );
  property.prop([field(59), fc.nat({ max: 23 })], { numRuns: 50 })(
    'returns the number of runs that repeated calls to next() find',
    (minutes, hour) => {
      const expression = `cron(${minutes} ${hour} 1 1 ? *)`;
      const { next } = parseSchedule(expression);
      let count = 0;
      for (let due = next(Date.UTC(2032, 0, 1) - 1); due && due < Date.UTC(2033, 0, 1); due = next(due)) count += 1;
      expect(timesAYear(expression)).toBe(count);
    },
  );
});
