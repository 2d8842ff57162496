import { tryLine } from './try-line';

const metric = 'avg:system.load.1{*}';
const grouped = 'avg:system.load.1{*} by {host,env}';
const over = (query: string) => `avg(last_5m):${query} > 5`;
const plain = { type: 'query alert', query: over(metric) };
const logs = { type: 'log alert', query: 'logs("status:error").index("*").rollup("count").by("host").last("5m") > 5' };
const check = { type: 'service check', query: '"http.can_connect".over("*").by("host").last(4).count_by_status()' };
const custom = (...recurrences: object[]) => ({ scheduling_options: { custom_schedule: { recurrences } } });
const daily = { rrule: 'FREQ=DAILY;INTERVAL=1', timezone: 'UTC' };
const hourly = { query: 'avg(current_1h):avg:system.load.1{*} > 5' };
const evaluationWindow = (window: object) => ({ scheduling_options: { evaluation_window: window } });

/** Monitor with an error, and part of the expected message. */
type Rejection = readonly [reason: string, monitor: object, message: string];

const ofQueries: readonly Rejection[] = [
  ['no scope', { query: 'avg(last_5m):avg:system.load.1 > 5' }, 'has no scope'],
  ['no time aggregation', { query: `${metric} > 5` }, 'expected ( after avg'],
  ['an unknown time aggregation', { query: `mean(last_5m):${metric} > 5` }, 'not a time aggregation'],
  ['an unknown space aggregation', { query: over('median:system.load.1{*}') }, 'not a space aggregation'],
  ['no window', { query: `avg():${metric} > 5` }, 'expected a window'],
  ['a window without a unit', { query: `avg(last_5):${metric} > 5` }, 'expected a window'],
  ['an empty window', { query: `avg(last_0m):${metric} > 5` }, 'at least one minute'],
  ['a window of more than 730 hours', { query: `avg(last_2000h):${metric} > 5` }, 'too long'],
  ['an unknown cumulative window', { query: `avg(current_2h):${metric} > 5` }, 'use current_1h'],
  ['no comparison', { query: `avg(last_5m):${metric}` }, 'expected a comparison'],
  ['no threshold', { query: `avg(last_5m):${metric} >` }, 'expected the threshold'],
  ['a threshold that is not a number', { query: `avg(last_5m):${metric} > many` }, 'expected the threshold'],
  ['two comparisons', { query: `avg(last_5m):${metric} > 5 > 4` }, 'the end of the query'],
  ['an unclosed scope', { query: 'avg(last_5m):avg:system.load.1{host:a > 5' }, 'to close the scope'],
  ['an unclosed parenthesis', { query: `avg(last_5m):(${metric} > 5` }, 'to close the parenthesis'],
  ['a template variable of dashboards', { query: over('avg:system.load.1{$env}') }, 'template variable'],
  ['mixed scope grammars', { query: over('avg:system.load.1{env:a,host:b AND role:c}') }, 'cannot be mixed'],
  ['a tag value in by', { query: over('avg:system.load.1{*} by {host:a}') }, 'only tag keys'],
  ['an unknown modifier', { query: over(`${metric}.as_percent()`) }, 'does not exist'],
  ['an unknown function', { query: over(`average(${metric})`) }, 'unknown function'],
  ['a missing argument', { query: over(`clamp_min(${metric})`) }, 'accepts 1 argument, not 0'],
  ['an unknown rollup', { query: over(`${metric}.rollup(median, 60)`) }, 'does not accept median'],
  ['an unknown fill', { query: over(`${metric}.fill(previous)`) }, 'does not accept previous'],
  ['a fill that is too long', { query: over(`${metric}.fill(last, 3600)`) }, 'fill() covers'],
  ['a constant', { query: 'avg(last_5m):1 > 0' }, 'no metric'],
  ['an empty query', { query: ' ' }, 'empty'],
  ['a change without a shift', { query: `change(avg(last_5m)):${metric} > 5` }, 'before the shift'],
];

const ofAlgorithms: readonly Rejection[] = [
  [
    'an unknown anomaly algorithm',
    { query: `avg(last_4h):anomalies(${metric}, 'smart', 2) >= 1` },
    'no algorithm smart',
  ],
  ['no deviations', { query: `avg(last_4h):anomalies(${metric}, 'basic', 0) >= 1` }, 'above 0'],
  [
    'an unknown forecast algorithm',
    { query: `max(next_1w):forecast(${metric}, 'cubic', 1) > 5` },
    'no algorithm cubic',
  ],
  ['a forecast with a past window', { query: `max(last_1w):forecast(${metric}, 'linear', 1) > 5` }, 'future window'],
  ['a future window without a forecast', { query: `max(next_1w):${metric} > 5` }, 'only valid with forecast()'],
  ['outliers without groups', { query: `avg(last_1h):outliers(${metric}, 'DBSCAN', 2) > 0` }, 'compares groups'],
  [
    'an unknown outlier algorithm',
    { query: `avg(last_1h):outliers(${grouped}, 'kmeans', 2) > 0` },
    'no algorithm kmeans',
  ],
  ['autosmooth', { query: over(`autosmooth(${metric})`) }, 'cannot be used in monitors'],
  [
    'anomaly windows on a threshold monitor',
    { options: { threshold_windows: { trigger_window: 'last_15m' } } },
    'only anomaly',
  ],
  [
    'anomaly windows that differ from the query',
    {
      query: `avg(last_4h):anomalies(${metric}, 'basic', 2, alert_window='last_5m') >= 1`,
      options: { threshold_windows: { trigger_window: 'last_15m', recovery_window: 'last_15m' } },
    },
    'trigger_window is last_15m',
  ],
];

const anomalies = (more: string, threshold = 1) =>
  `avg(last_4h):anomalies(${metric}, 'basic', 2${more}) >= ${threshold}`;
const forecast = (more: string, inner = metric) => `max(next_1w):forecast(${inner}, 'linear', 1${more}) >= 5`;
const windows = (given: object) => ({ query: anomalies(''), options: { threshold_windows: given } });
const schedule = (more: object) => ({ options: custom({ ...daily, ...more }) });
const formulaLogs = { type: 'log alert', query: 'formula("a").last("5m") > 5' };
const variables = [{ name: 'a', data_source: 'logs', search: { query: '*' }, group_by: [{ facet: 'host' }] }];

// Sources: docs.datadoghq.com/monitors/types/anomaly and /forecasts, "API"; monitors/guide/custom_schedules, "RRULES"; the provider's
// docs/resources/monitor.md
const ofValues: readonly Rejection[] = [
  ['an unknown direction', { query: anomalies(", direction='up'") }, 'must be above, below, both'],
  ['an unknown seasonality', { query: anomalies(", seasonality='dayly'") }, 'did you mean daily?'],
  ['an unknown count_default_zero', { query: anomalies(", count_default_zero='no'") }, 'must be true, false'],
  ['an interval of 0', { query: anomalies(', interval=0') }, 'interval is 0'],
  ['an interval of 1.5', { query: anomalies(', interval=1.5') }, 'positive whole number of seconds'],
  ['an anomaly threshold over 1', { query: anomalies('', 2) }, 'above 0 and at most 1, not 2'],
  ['an alert_window beyond the window', { query: anomalies(", alert_window='last_5h'") }, 'at least as long as'],
  ['an unknown forecast model', { query: forecast(", model='best'") }, 'model of forecast() is best'],
  ['an unknown forecast seasonality', { query: forecast(", seasonality='yearly'") }, 'must be hourly, daily, weekly'],
  ['a forecast of anomalies', { query: forecast('', `cumsum(${metric})`) }, 'cannot contain cumsum()'],
  ['a trigger_window only', windows({ trigger_window: 'last_15m' }), 'must be set together'],
  ['a bad trigger_window', windows({ trigger_window: '15m', recovery_window: 'last_15m' }), 'trigger_window is 15m'],
  ['an unknown frequency', schedule({ rrule: 'FREQ=FORTNIGHTLY' }), 'FREQ=FORTNIGHTLY; it must be DAILY'],
  ['an interval that is not a number', schedule({ rrule: 'FREQ=DAILY;INTERVAL=two' }), 'INTERVAL=two'],
  ['a rule with a duration', schedule({ rrule: 'FREQ=DAILY;DURATION=PT1H' }), 'contains DURATION'],
  ['a rule with an end', schedule({ rrule: 'FREQ=DAILY;DTEND=20261128T000000Z' }), 'contains DTEND'],
  ['a start without seconds', schedule({ start: '2026-11-28 09:00' }), 'must be a local time such as'],
  ['an unknown time zone of a schedule', schedule({ timezone: 'Europe/Atlantis' }), 'Europe/Atlantis, which is not'],
  ['day_starts only', { ...hourly, options: evaluationWindow({ day_starts: '04:00' }) }, 'must be set together'],
  ['month_starts only', { ...hourly, options: evaluationWindow({ month_starts: 1 }) }, 'must be set together'],
  ['month_starts over 28', { ...hourly, options: evaluationWindow({ month_starts: 29 }) }, '1 to 28'],
  ['a critical_query without a formula', { options: { thresholds: { critical_query: 'a' } } }, 'needs a formula'],
  [
    'a critical_query with a number',
    { ...formulaLogs, options: { variables, thresholds: { critical: 5, critical_query: 'a' } } },
    'cannot be combined with thresholds that are numbers',
  ],
  [
    'notify_by of a key that no variable groups by',
    { ...formulaLogs, options: { variables, notify_by: ['service'] } },
    'groups by (host)',
  ],
];

const ofOptions: readonly Rejection[] = [
  ['a critical threshold that differs from the query', { options: { thresholds: { critical: 6 } } }, 'does not match'],
  ['a warning without a critical threshold', { options: { thresholds: { warning: 4 } } }, 'needs a critical threshold'],
  [
    'a warning beyond the critical threshold',
    { options: { thresholds: { critical: 5, warning: 6 } } },
    'must be below',
  ],
  [
    'a warning equal to the critical threshold',
    { options: { thresholds: { critical: 5, warning: 5 } } },
    'must be below',
  ],
  [
    'a recovery beyond the threshold',
    { options: { thresholds: { critical: 5, critical_recovery: 6 } } },
    'must not be above',
  ],
  [
    'a recovery of a missing warning',
    { options: { thresholds: { critical: 5, warning_recovery: 1 } } },
    'needs a warning threshold',
  ],
  ['a delay of more than a day', { options: { evaluation_delay: 90_000 } }, 'evaluation_delay is 90000'],
  ['a negative delay', { options: { new_group_delay: -1 } }, 'new_group_delay is -1'],
  ['a fraction of a second', { options: { evaluation_delay: 1.5 } }, 'whole number'],
  ['timeout_h over 24', { options: { timeout_h: 25 } }, 'timeout_h is 25'],
  ['priority 6', { priority: 6 }, 'priority is 6'],
  ['an unknown missing-data option', { options: { on_missing_data: 'ignore' } }, 'on_missing_data'],
  ['two missing-data options', { options: { on_missing_data: 'resolve', notify_no_data: true } }, 'cannot be combined'],
  ['resolve and timeout_h', { options: { on_missing_data: 'resolve', timeout_h: 2 } }, 'timeout_h'],
  ['an unknown renotify status', { options: { renotify_statuses: ['ok'] } }, 'renotify_statuses'],
  ['renotify_occurrences without an interval', { options: { renotify_occurrences: 3 } }, 'needs renotify_interval'],
  ['notify_by of an unknown group', { query: over(grouped), options: { notify_by: ['role'] } }, 'subset'],
  ['notify_by with * and a key', { query: over(grouped), options: { notify_by: ['*', 'host'] } }, 'cannot be combined'],
  ['notify_by without groups', { options: { notify_by: ['host'] } }, 'needs a monitor with groups'],
  ['retention of a metric monitor', { options: { group_retention_duration: '2d' } }, 'does not support'],
  [
    'hour_starts with day_starts',
    { ...hourly, options: evaluationWindow({ hour_starts: 5, day_starts: '04:00' }) },
    'hour_starts',
  ],
  [
    'hour_starts with month_starts',
    { ...hourly, options: evaluationWindow({ hour_starts: 5, month_starts: 2 }) },
    'hour_starts',
  ],
  ['hour_starts over 59', { ...hourly, options: evaluationWindow({ hour_starts: 60 }) }, '0 to 59'],
  ['a time without minutes', { ...hourly, options: evaluationWindow({ day_starts: '4' }) }, '04:00'],
  ['two recurrences', { options: custom(daily, daily) }, 'one recurrence'],
  ['an hourly custom schedule', { options: custom({ ...daily, rrule: 'FREQ=HOURLY;INTERVAL=6' }) }, 'at least a day'],
  [
    'a schedule with DTSTART',
    { options: custom({ ...daily, rrule: 'DTSTART=20261128T000000Z;FREQ=DAILY' }) },
    'DTSTART',
  ],
  ['a schedule without a frequency', { options: custom({ ...daily, rrule: 'INTERVAL=1' }) }, 'FREQ'],
  ['a schedule of a service check', { ...check, options: custom(daily) }, 'does not support custom_schedule'],
  ['an unclosed block', { message: '{{#is_alert}}down' }, 'is not closed'],
  ['an unknown block', { message: '{{#is_alrt}}down{{/is_alrt}}' }, 'did you mean is_alert?'],
  ['a block with the wrong closing tag', { message: '{{#is_alert}}down{{/is_warning}}' }, 'closes'],
];

const ofKinds: readonly Rejection[] = [
  ['a misspelled type', { type: 'metrics alert' }, 'not a type of monitor'],
  ['a search in single quotes', { ...logs, query: "logs('a').rollup('count').last('5m') > 5" }, 'double quotes'],
  ['another source', { ...logs, query: 'events("a").rollup("count").last("5m") > 5' }, 'searches logs, not events'],
  ['a search over three days', { ...logs, query: 'logs("a").rollup("count").last("3d") > 5' }, 'at most two days'],
  ['an unknown rollup method', { ...logs, query: 'logs("a").rollup("total").last("5m") > 5' }, 'not a rollup method'],
  ['a method without a measure', { ...logs, query: 'logs("a").rollup("avg").last("5m") > 5' }, 'needs a measure'],
  [
    'a recovery threshold of a log monitor',
    { ...logs, options: { thresholds: { critical: 5, critical_recovery: 4 } } },
    'recovery',
  ],
  [
    'an unknown variable',
    { ...logs, query: 'formula("a / c").last("5m") > 5', options: { variables: [{ name: 'a' }] } },
    'uses c',
  ],
  ['a check without a grouping', { ...check, query: '"a.b".over("*").last(2).count_by_status()' }, 'needs a grouping'],
  ['too few runs', { ...check, options: { thresholds: { critical: 6 } } }, 'smaller than the largest threshold'],
  [
    'a check without a count',
    { ...check, query: '"a.b".over("*").by("host").last(2)' },
    'count_by_status() is missing',
  ],
  ['101 runs', { ...check, query: '"a.b".over("*").by("host").last(101).count_by_status()' }, 'from 1 to 100'],
  [
    'on_missing_data of a service check',
    { ...check, options: { on_missing_data: 'resolve' } },
    'does not support on_missing_data',
  ],
  ['a composite of eleven monitors', { type: 'composite', query: '1||2||3||4||5||6||7||8||9||10||11' }, 'up to 10'],
  ['a composite without an operand', { type: 'composite', query: '1 &&' }, 'the id of a monitor'],
  ['an SLO over 31 days', { type: 'slo alert', query: 'error_budget("a").over("31d") > 5' }, 'not 31d'],
  ['a budget of more than 100%', { type: 'slo alert', query: 'error_budget("a").over("30d") > 101' }, 'at most 100'],
  ['an SLO alert with <', { type: 'slo alert', query: 'error_budget("a").over("30d") < 5' }, 'must compare with >'],
  [
    'a long window of three days',
    { type: 'slo alert', query: 'burn_rate("a").over("30d").long_window("72h").short_window("1h") > 2' },
    'between 1 and 48 hours',
  ],
  [
    'a short window that is longer than the long window',
    { type: 'slo alert', query: 'burn_rate("a").over("30d").long_window("1h").short_window("2h") > 2' },
    'must be shorter',
  ],
];

// Sources: API reference, "Create a monitor" and "Validate a monitor"; docs.datadoghq.com/monitors/configuration and
// /monitors/types; the schema of the Terraform provider DataDog/datadog 3.82
describe('tryLine rejects a monitor with', () => {
  test.each([...ofQueries, ...ofAlgorithms, ...ofValues, ...ofOptions, ...ofKinds])(
    '%s',
    (_reason, monitor, message) => {
      const { valid, errors } = tryLine(JSON.stringify({ monitor: { ...plain, ...monitor } }));
      expect(valid).toBe(false);
      expect(JSON.stringify(errors)).toContain(message);
    },
  );

  test('a burn rate that its SLO can never reach', () => {
    const query = 'burn_rate("a").over("30d").long_window("1h").short_window("5m") > 14.4';
    const withTarget = (target: number) => {
      const slo = { target, good: 'sum:a.good{*}.as_count()', total: 'sum:a.total{*}.as_count()' };
      return tryLine(JSON.stringify({ monitor: { type: 'slo alert', query }, slo }));
    };
    expect(withTarget(99.9)).toMatchObject({ valid: true });
    expect(withTarget(90)).toMatchObject({
      valid: false,
      errors: [{ message: expect.stringContaining('at most 10') }],
    });
  });
});
