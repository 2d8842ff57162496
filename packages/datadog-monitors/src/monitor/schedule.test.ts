import { catalogue } from '../catalogue/catalogue';
import { rangeOf } from '../evaluate/schedule';
import { series, sourceOf } from '../series/series';
import { simulate } from '../simulate/simulate';
import { readApiMonitor, readTerraformMonitor } from './read-monitor';

const identity = { name: 'n', type: 'metric alert', message: 'x' };
const read = (scheduling: unknown, window = 'current_1d') =>
  readApiMonitor({
    ...identity,
    query: `sum(${window}):sum:aws.lambda.errors{*}.as_count() > 5`,
    options: { scheduling_options: scheduling },
  });
const recurrences = [{ rrule: 'FREQ=DAILY;INTERVAL=1', timezone: 'America/Los_Angeles' }];

// Source: API reference, "Create a monitor", scheduling_options
describe('scheduling_options', () => {
  test('sets the start of cumulative windows with and without a custom_schedule', () => {
    expect(read({ evaluation_window: { hour_starts: 30 } }).schedule).toMatchObject({
      hourStarts: 30,
      recurrences: [],
    });
    expect(
      read({ evaluation_window: { day_starts: '04:00', month_starts: 1, timezone: 'Asia/Tokyo' } }).schedule,
    ).toEqual({ dayStarts: 240, hourStarts: 0, monthStarts: 1, timezone: 'Asia/Tokyo', recurrences: [] });
    expect(read({ custom_schedule: { recurrences: [] } }).schedule).toBeUndefined();
  });

  test('reads the options from Terraform blocks, including a recurrence', () => {
    const { schedule } = readTerraformMonitor({
      ...identity,
      query: 'q',
      scheduling_options: [
        { custom_schedule: [{ recurrence: recurrences[0] }], evaluation_window: [{ hour_starts: '5' }] },
      ],
    });
    expect(schedule).toMatchObject({ hourStarts: 5, recurrences: [{}] });
  });

  test.each([
    [{ hour_starts: 60 }, 'hour_starts: not a whole number from 0 to 59'],
    [{ hour_starts: -1 }, 'hour_starts: not a whole number'],
    [{ month_starts: 0 }, 'month_starts: not a whole number from 1 to 28'],
    [{ month_starts: 1.5 }, 'month_starts: not a whole number'],
    [{ day_starts: '24:00' }, 'day_starts: not a time such as 04:00'],
    [{ timezone: 'Europe/Atlantis' }, 'timezone: not a time zone such as Europe/Amsterdam'],
  ])('rejects %j: %s', (window, message) => {
    expect(() => read({ evaluation_window: window })).toThrow(message);
  });

  // Source: docs.datadoghq.com/monitors/configuration, "Cumulative time windows"; clocks in Amsterdam changed at 01:00 UTC
  test.each([
    ['UTC', '2026-10-25T23:30Z', '2026-10-25T00:00Z'],
    ['Asia/Tokyo', '2026-10-25T23:30Z', '2026-10-25T15:00Z'],
    ['Europe/Amsterdam', '2026-10-24T21:59Z', '2026-10-23T22:00Z'],
    ['Europe/Amsterdam', '2026-10-25T22:30Z', '2026-10-24T22:00Z'],
    ['Europe/Amsterdam', '2026-10-25T23:30Z', '2026-10-25T23:00Z'],
    ['Asia/Kolkata', '2026-10-25T19:00Z', '2026-10-25T18:30Z'],
  ])('a day in %s that contains %s starts at %s', (timezone, now, start) => {
    const minute = Date.parse(now) / 60_000;
    const window = { kind: 'current', amount: 1, unit: 'd', minutes: 1440, column: 1, end: 1 } as const;
    const { from } = rangeOf(window, minute, read({ evaluation_window: { timezone } }).schedule);
    expect(new Date(from * 60_000).toISOString()).toBe(start.replace('Z', ':00.000Z'));
  });

  test('rejects unsupported schedule options and reports their names', () => {
    const run = (...given: Parameters<typeof read>) =>
      simulate(read(...given), sourceOf(series('aws.lambda.errors', '9x9')), { to: 5, catalogue });
    expect(() => run({ custom_schedule: { recurrences } })).toThrow('custom_schedule is not evaluated');
  });
});
