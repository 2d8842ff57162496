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

// Source: docs.datadoghq.com/monitors/types/anomaly, /forecasts, /outlier, /composite, /log; API reference, "Create a monitor"
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
    ['query alert', anomaly("'basic', 2"), {}],
    ['query alert', "avg(last_4h):anomalies(sum:aws.lambda.errors{*}.as_count(), 'basic', 2) >= 1", windows],
    ['query alert', "avg(last_1h):outliers(avg:aws.lambda.duration{*} by {functionname}, 'dbscan', 2) > 0", {}],
    ['query alert', `max(last_5m):default(default(${metric}, 0) / ${metric}, 100) < 1`, {}],
    ['query alert', `min(last_5m):+${metric} > +1`, {}],
    ['query alert', 'sum(last_5m):sum:aws.lambda.errors{*}.as_count() by {functionname} > 1', {}],
    ['log alert', 'formula("a / b").last("5m") > 1', { variables: [{ name: 'a' }, { name: 'b' }] }],
    ['quantum alert', 'anything', {}],
  ])('accepts %s %s', (type, query, options) => expect(problems(type, query, options)).toEqual([]));

  test.each([
    ['query alert', anomaly("'basik', 2"), windows, 'did you mean basic?'],
    ['query alert', anomaly("'basic', 0"), windows, 'needs a number of deviations above 0'],
    ['query alert', anomaly("'basic', 2, alert_window='last_5m'"), windows, 'alert_window is last_5m, but'],
    ['query alert', `max(last_1w):forecast(${metric}, 'linear', 1) >= 80`, {}, 'a forecast needs a future window'],
    ['query alert', `max(next_1w):${metric} >= 80`, {}, 'next_1w is only valid with forecast()'],
    ['query alert', `avg(last_1h):outliers(${metric}, 'MAD', 2) > 0`, {}, 'outliers() compares groups'],
    ['service check', '"a".over("*").last(4).count_by_status()', {}, 'a service check needs a grouping'],
    [
      'service check',
      '"a".over("*").by("*").last(2).count_by_status()',
      { thresholds: { critical: 3 } },
      'last(2) is smaller than the largest threshold (3)',
    ],
    ['query alert', `avg(last_5m):${metric} > 1`, windows, 'only anomaly monitors have trigger_window'],
    [
      'log alert',
      'formula("a / c").last("5m") > 1',
      { variables: [{ name: 'a' }, { name: 'b' }] },
      'uses c, which is not',
    ],
    ['ci-tests alert', 'ci-pipelines("a").rollup("count").last("5m") > 1', {}, 'searches ci-tests, not ci-pipelines'],
    ['log alert', 'events("a").rollup("count").last("5m") > 1', {}, 'a log alert searches logs, not events'],
    [
      'log alert',
      'logs("a").rollup("count").last("5m") > 2',
      { thresholds: { critical: 2, critical_recovery: 1 } },
      'does not support recovery thresholds',
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
    ['query alert', grouped, { notify_by: ['functionname', 'functionname'] }, 'notify_by contains functionname twice'],
    ['query alert', grouped, { notify_by: ['*', 'functionname'] }, 'notify_by "*" cannot be combined with other keys'],
    ['log alert', hosts, { notify_by: ['service'] }, 'it contains service'],
    ['log alert', 'logs("a").rollup("count").last("5m") > 1', { notify_by: ['host'] }, 'needs a monitor with groups'],
    ['log alert', hosts, { group_retention_duration: '73h' }, 'is 73 hours; it must be between 1h and 72h'],
    ['log alert', hosts, { group_retention_duration: '59m' }, 'it must be between 1h and 72h'],
    [
      'composite',
      '1 && 2',
      { group_retention_duration: '2d' },
      'composite: this type does not support group_retention_duration',
    ],
    ['composite', '1 && 2', { on_missing_data: 'default' }, 'composite: this type does not support on_missing_data'],
    [
      'service check',
      '"a".over("*").by("*").last(4).count_by_status()',
      { on_missing_data: 'resolve' },
      'service check: this type does not support on_missing_data',
    ],
    [
      'slo alert',
      'error_budget("a").over("7d") > 50',
      { on_missing_data: 'resolve' },
      'does not support on_missing_data',
    ],
    ['slo alert', 'error_budget("a").over("7d") > 101', {}, 'at most 100'],
    ['slo alert', 'error_budget("a").over("7d") < 10', {}, 'must compare with > or >='],
  ])('rejects %s %s %j: %s', (type, query, options, message) => {
    expect(problems(type, query, options).join('\n')).toContain(message);
  });
});

test('rejects unknown members and nested composites', () => {
  const known = new Map([
    ['a', 'metric alert'],
    ['c', 'composite'],
  ]);
  const members = (query: string) => compositeMembers(parseMonitorQuery('composite', query), known);
  expect(members('a || a')).toEqual([]);
  expect(members('a && b && c')).toEqual([
    { message: 'unknown monitor b', column: 6 },
    { message: 'c is a composite, and composites cannot be nested', column: 11 },
  ]);
});

// Source: docs.datadoghq.com/service_level_objectives/burn_rate, "Maximum burn rate values"
test('rejects a burn rate that its SLO can never reach', () => {
  const query = parseMonitorQuery('slo alert', 'burn_rate("a").over("7d").long_window("1h").short_window("5m") > 16.8');
  if (query.kind !== 'slo') throw new Error('not an SLO');
  expect(burnRateProblems(query, 95)).toEqual([]);
  expect(burnRateProblems(query, 99.9)).toEqual([]);
  expect(burnRateProblems(query, 90)).toEqual([
    { message: 'with a target of 90% the burn rate is at most 10; 16.8 is never reached', column: 66 },
  ]);
});
