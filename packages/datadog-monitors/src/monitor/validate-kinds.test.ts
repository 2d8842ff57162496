import { catalogue } from '../catalogue/catalogue';
import { parseMonitorQuery } from '../query/monitor-query';
import { readApiMonitor } from './read-monitor';
import { validate } from './validate';
import { burnRateProblems, compositeMembers } from './validate-kind';

const problems = (type: string, query: string, options: object = {}) =>
  validate(readApiMonitor({ name: 'n', type, query, options }), catalogue).map(({ message }) => message);

const metric = 'avg:aws.lambda.duration{*}';
const anomaly = (args: string) => `avg(last_4h):anomalies(${metric}, ${args}) >= 1`;
const grouped = `avg(last_5m):${metric} by {functionname,region} > 1`;
const hosts = 'logs("a").rollup("count").by("host").last("5m") > 1';
const windows = { threshold_windows: { trigger_window: 'last_15m', recovery_window: 'last_15m' } };

// D/monitors/types/anomaly, /forecasts, /outlier, /composite, /log; API reference, "Create a monitor"
describe('validate', () => {
  test.each([
    ['query alert', anomaly("'basic', 2, alert_window='last_15m'"), windows],
    ['query alert', `max(next_1w):forecast(${metric}, 'linear', 1) >= 80`, {}],
    ['query alert', "avg(last_1h):outliers(avg:aws.lambda.duration{*} by {functionname}, 'DBSCAN', 2) > 0", {}],
    ['composite', '1 && 2', { notify_no_data: true, no_data_timeframe: 10 }],
    ['service check', '"a".over("*").by("*").last(4).count_by_status()', { thresholds: { critical: 3, ok: 2 } }],
    ['log alert', 'logs("a").rollup("count").last("5m") > 1', { thresholds: { critical: 1 } }],
    ['slo alert', 'burn_rate("a").over("30d").long_window("1h").short_window("5m") > 14.4', {}],
    ['query alert', grouped, { notify_by: ['functionname'] }],
    ['query alert', grouped, { notify_by: ['*'] }],
    ['service check', '"a".over("*").by("*").last(4).count_by_status()', { notify_by: ['host'] }],
    ['log alert', hosts, { notify_by: ['host'], group_retention_duration: '72h', on_missing_data: 'resolve' }],
    ['rum alert', 'rum("a").rollup("count").last("5m") > 1', { group_retention_duration: '60m' }],
  ])('%s %s is taken', (type, query, options) => expect(problems(type, query, options)).toEqual([]));

  test.each([
    ['query alert', anomaly("'basik', 2"), windows, 'did you mean basic?'],
    ['query alert', anomaly("'basic', 0"), windows, 'needs a number of deviations above 0'],
    ['query alert', anomaly("'basic', 2"), {}, 'needs trigger_window and recovery_window'],
    ['query alert', anomaly("'basic', 2, alert_window='last_5m'"), windows, 'alert_window is last_5m, and'],
    ['query alert', `max(last_1w):forecast(${metric}, 'linear', 1) >= 80`, {}, 'a forecast looks ahead'],
    ['query alert', `max(next_1w):${metric} >= 80`, {}, 'next_1w belongs to forecast()'],
    ['query alert', `avg(last_1h):outliers(${metric}, 'MAD', 2) > 0`, {}, 'outliers() compares groups'],
    ['service check', '"a".over("*").last(4).count_by_status()', {}, 'a check is counted by a grouping'],
    [
      'service check',
      '"a".over("*").by("*").last(2).count_by_status()',
      { thresholds: { critical: 3 } },
      'last(2) is smaller than the largest threshold (3)',
    ],
    ['log alert', 'events("a").rollup("count").last("5m") > 1', {}, 'a log alert searches logs, not events'],
    [
      'log alert',
      'logs("a").rollup("count").last("5m") > 2',
      { thresholds: { critical: 2, critical_recovery: 1 } },
      'takes no recovery thresholds',
    ],
    [
      'log alert',
      'logs("a").rollup("count").last("5m") > 2',
      { thresholds: { critical: 3 } },
      'Alert threshold (3) does not match that used in the query (2).',
    ],
    [
      'query alert',
      grouped,
      { notify_by: ['functionnmae'] },
      'subset of the keys that the query groups by (functionname, region)',
    ],
    ['query alert', grouped, { notify_by: ['functionnmae'] }, 'did you mean functionname?'],
    ['query alert', grouped, { notify_by: ['functionname', 'functionname'] }, 'notify_by names functionname twice'],
    ['query alert', grouped, { notify_by: ['*', 'functionname'] }, 'notify_by "*" stands alone'],
    ['log alert', hosts, { notify_by: ['service'] }, 'it names service'],
    ['log alert', 'logs("a").rollup("count").last("5m") > 1', { notify_by: ['host'] }, 'needs a monitor with groups'],
    ['log alert', hosts, { group_retention_duration: '73h' }, 'is 73 hours; it must be from 1h to 72h'],
    ['log alert', hosts, { group_retention_duration: '59m' }, 'it must be from 1h to 72h'],
    ['composite', '1 && 2', { group_retention_duration: '2d' }, 'composite: this type has no group_retention_duration'],
    ['composite', '1 && 2', { on_missing_data: 'default' }, 'composite: this type has no on_missing_data'],
    [
      'service check',
      '"a".over("*").by("*").last(4).count_by_status()',
      { on_missing_data: 'resolve' },
      'service check: this type has no on_missing_data',
    ],
    ['slo alert', 'error_budget("a").over("7d") > 50', { on_missing_data: 'resolve' }, 'has no on_missing_data'],
    ['slo alert', 'error_budget("a").over("7d") > 101', {}, '100 at most'],
    ['slo alert', 'error_budget("a").over("7d") < 10', {}, 'compares with > or >='],
  ])('%s %s %j is refused: %s', (type, query, options, message) => {
    expect(problems(type, query, options).join('\n')).toContain(message);
  });
});

test('a composite names monitors that exist and are no composites', () => {
  const known = new Map([
    ['a', 'metric alert'],
    ['c', 'composite'],
  ]);
  const members = (query: string) => compositeMembers(parseMonitorQuery('composite', query), known);
  expect(members('a || a')).toEqual([]);
  expect(members('a && b && c')).toEqual([
    { message: 'there is no monitor b', column: 6 },
    { message: 'c is a composite itself: they do not nest', column: 11 },
  ]);
});

// D/service_level_objectives/burn_rate, "Maximum burn rate values"
test('a burn rate that its SLO can never reach is refused', () => {
  const query = parseMonitorQuery('slo alert', 'burn_rate("a").over("7d").long_window("1h").short_window("5m") > 16.8');
  if (query.kind !== 'slo') throw new Error('not an SLO');
  expect(burnRateProblems(query, 95)).toEqual([]);
  expect(burnRateProblems(query, 99.9)).toEqual([]);
  expect(burnRateProblems(query, 90)).toEqual([
    { message: 'a target of 90 % burns 10 times too fast at most: 16.8 never comes', column: 66 },
  ]);
});
