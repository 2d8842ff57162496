import { catalogue } from '../catalogue/catalogue';
import { readApiMonitor } from '../monitor/read-monitor';
import { series } from '../series/series';
import { alertStrip, stripDays } from './alert-strip';
import { compareBacktests } from './compare-backtests';
import { matchAlerts } from './match-alerts';
import { pointInterval } from './point-interval';

const monitor = (query: string) =>
  readApiMonitor({ name: 'n', type: 'query alert', query, message: '', options: { new_group_delay: 0 } });
const errors = (threshold: number) => monitor(`sum(last_1m):sum:aws.lambda.errors{*}.as_count() >= ${threshold}`);
const data = {
  from: 0,
  to: 59,
  timeZone: 'UTC',
  catalogue,
  series: [series('aws.lambda.errors', '0x9 1x4 0x9 3x9 0x29')],
};

describe('compareBacktests', () => {
  test('returns the alerts that the new threshold no longer raises', () => {
    expect(compareBacktests({ before: errors(1), after: errors(3) }, data)).toMatchObject({
      before: { tally: { alerts: 2, longestAlert: 10 } },
      after: { tally: { alerts: 1 } },
      added: [],
      removed: [{ group: '*', from: 10, to: 15, value: 1 }],
    });
  });

  test('lists every alert of a new monitor as added', () => {
    expect(compareBacktests({ before: undefined, after: errors(1) }, data)).toMatchObject({
      before: undefined,
      added: [{ from: 10 }, { from: 25 }],
    });
  });

  test.each([
    ["avg(last_4h):anomalies(avg:aws.lambda.errors{*}, 'agile', 2) >= 1", /anomalies/],
    [
      'sum(last_1m):sum:aws.lambda.throttles{*}.as_count() >= 1',
      /^aws\.lambda\.throttles is not evaluated: the data does not contain this series$/,
    ],
    ['sum(last_1m) >= 1', /./],
  ])('returns the reason why %s cannot be compared, in one line', (query, reason) => {
    expect(compareBacktests({ before: undefined, after: monitor(query) }, data)).toEqual({
      reason: expect.stringMatching(reason),
    });
  });
});

test.each([
  ['log alert', 'logs("*").index("*").rollup("count").last("5m") > 1', 'logs'],
  ['service check', '"ntp.in_sync".over("*").by("host").last(4).count_by_status()', 'ntp.in_sync'],
  ['log alert', 'formula("failed").last("5m") > 1', 'failed'],
  ['query alert', 'formula("used").last("5m") > 1', 'system.mem.used'],
])('does not compare a %s %s without the series %s', (type, query, missing) => {
  const variables = [
    { name: 'failed', data_source: 'logs', search: { query: 'status:error' }, compute: { aggregation: 'count' } },
    { name: 'used', data_source: 'metrics', query: 'avg:system.mem.used{*}' },
  ];
  const after = readApiMonitor({ name: 'n', type, query, options: { variables } });
  expect(compareBacktests({ before: undefined, after }, data)).toEqual({
    reason: `${missing} is not evaluated: the data does not contain this series`,
  });
  const recorded = { ...data, series: [series(missing, '0x59')] };
  expect(compareBacktests({ before: undefined, after }, recorded)).toMatchObject({ after: { tally: { alerts: 0 } } });
});

describe('matchAlerts', () => {
  const alert = (group: string, from: number, to?: number) => ({ group, from, to, value: undefined });

  test('reports no change for alerts that overlap in the same group', () => {
    const before = [alert('k:a', 0, 10), alert('k:b', 0, 10), alert('k:a', 20)];
    const after = [alert('k:a', 9, 30), alert('k:b', 10, 20)];
    expect(matchAlerts(before, after)).toEqual({ added: [after[1]], removed: [before[1]] });
  });

  test('ignores groups if the definitions group by different tags', () => {
    const before = [alert('*', 0, 10)];
    const after = [alert('k:a', 5, 6), alert('k:b', 11, 12)];
    expect(matchAlerts(before, after)).toEqual({ added: [after[1]], removed: [] });
  });
});

describe('alertStrip', () => {
  const alert = (from: number, to?: number) => ({ group: '*', from, to, value: undefined });

  test('draws the share of each column in which an alert was open', () => {
    const range = { from: 100, to: 179 };
    expect(alertStrip([alert(100, 110), alert(120, 125), alert(125, 121), alert(179)], range, 8)).toBe('█·▄····▁');
  });

  test('draws at most the given number of columns', () => {
    expect(alertStrip([], { from: 0, to: 999 }, 60)).toHaveLength(59);
  });

  test('marks the days in local time', () => {
    const from = Date.UTC(2026, 8, 1, 12) / 60_000;
    expect(stripDays({ from, to: from + 2 * 1440 - 1 }, 'Asia/Tokyo', 48)).toBe(`   09-02${' '.repeat(19)}09-03`);
  });
});

test.each([
  ['1 _ _ 1 _ _ _ _ 1', 3],
  ['1 1 _ 1', 1],
  ['1', 1],
])('pointInterval of %s is %d minutes', (values, minutes) =>
  expect(pointInterval([series('a.b', values)])).toBe(minutes),
);
