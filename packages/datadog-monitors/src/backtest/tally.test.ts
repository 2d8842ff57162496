import { catalogue, readApiMonitor, series, simulate, sourceOf } from '../index';
import { alertsIn, tallyOf } from './tally';

const midnightInTokyo = Date.UTC(2026, 7, 31, 15) / 60_000;

const run = (values: string, start = midnightInTokyo, options: object = {}) => {
  const definition = readApiMonitor({
    name: 'n',
    type: 'metric alert',
    query: 'sum(last_1m):sum:aws.lambda.errors{*} by {functionname}.as_count() >= 1',
    message: '',
    options: { new_group_delay: 0, ...options },
  });
  const source = sourceOf(series('aws.lambda.errors{functionname:a}', values, start));
  const length = values.split(' ').reduce((total, part) => total + Number(part.split('x')[1] ?? 0) + 1, 0);
  return simulate(definition, source, { from: start, to: start + length - 1, catalogue });
};

describe('tallyOf', () => {
  test('counts alerts and their minutes, including an alert that is still open', () => {
    const simulation = run('0x9 1x4 0x99 1x1');
    expect(tallyOf(simulation, 'UTC')).toMatchObject({ alerts: 2, minutesInAlert: 7 });
    expect(alertsIn(simulation)).toEqual([
      { group: 'functionname:a', from: midnightInTokyo + 10, to: midnightInTokyo + 15, value: 1 },
      { group: 'functionname:a', from: midnightInTokyo + 115, to: undefined, value: 1 },
    ]);
  });

  test.each([
    ['0x5 1 0x28 1 0x5', 1],
    ['0x5 1 0x29 1 0x5', 1],
    ['0x5 1 0x30 1 0x5', 0],
    ['0x5 1 0 1 0 1 0x5', 2],
  ])('for the values %s, counts %d alerts within half an hour of a recovery as flapping', (values, flapping) => {
    expect(tallyOf(run(values), 'UTC').flapping).toBe(flapping);
  });

  test.each([
    [-121, 0],
    [-120, 1],
    [7 * 60 - 1, 1],
    [7 * 60, 0],
  ])('for an alert %d minutes after midnight in Tokyo, counts %d pages at night', (minutes, calls) => {
    const simulation = run('0 1 0x5', midnightInTokyo + minutes - 1);
    expect(tallyOf(simulation, 'Asia/Tokyo').pagesAtNight).toBe(calls);
  });

  test('counts renotifications at night as pages, but not recoveries', () => {
    const simulation = run('0 1x24 0x5', midnightInTokyo, { renotify_interval: 10 });
    expect(tallyOf(simulation, 'Asia/Tokyo').pagesAtNight).toBe(3);
  });

  test('counts a minute only once if two groups alert in the same minute', () => {
    const simulation = run('0 1x4 0x4');
    const twice = { ...simulation, groups: [...simulation.groups, ...simulation.groups] };
    expect(tallyOf(twice, 'UTC')).toMatchObject({ alerts: 2, minutesInAlert: 5 });
  });
});
