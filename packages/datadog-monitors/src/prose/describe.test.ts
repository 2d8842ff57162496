import { catalogue } from '../catalogue/catalogue';
import { readApiMonitor } from '../monitor/read-monitor';
import { describeMonitor, type Topic } from './describe';

const described = (type: string, query: string, options: object = {}) =>
  describeMonitor(readApiMonitor({ name: 'n', type, query, message: '', options }), catalogue);
const sentence = (about: Topic, query: string, options: object = {}, type = 'metric alert') =>
  described(type, query, options).find((one) => one.about === about)?.text;

const errors = 'sum:aws.lambda.errors{*}';
const age = 'aws.lambda.iterator_age.maximum';

test('describes the monitor from the conference talk in plain sentences', () => {
  const options = { evaluation_delay: 900, renotify_interval: 10 };
  expect(
    described('metric alert', 'sum(last_5m):sum:aws.states.executions_failed{*}.as_count() >= 1', options)
      .map(({ text }) => text)
      .join(' '),
  ).toBe(
    'Alerts when aws.states.executions_failed adds up to 1 or more within the last 5 minutes. ' +
      'Recovers when the sum over the last 5 minutes is 0. ' +
      'Evaluates data 15 minutes old, because CloudWatch metrics arrive up to 12 minutes late. ' +
      'Missing data keeps the last state. Renotifies every 10 minutes.',
  );
});

describe('the condition of a metric monitor', () => {
  test.each([
    [`sum(last_15m):${errors}.as_count() >= 10`, 'aws.lambda.errors adds up to 10 or more within the last 15 minutes.'],
    [`sum(last_1h):${errors} > 10`, 'aws.lambda.errors, summed minute by minute over the last hour, is more than 10.'],
    [
      `sum(last_15m):${errors}.as_count() / sum:aws.lambda.invocations{*}.as_count() >= 0.1`,
      'aws.lambda.errors divided by aws.lambda.invocations, each summed over the last 15 minutes, is 0.1 (10%) or more.',
    ],
    [
      `max(last_10m):max:${age}{*} >= 900000`,
      `the highest ${age} is 900000 ms (15 minutes) or more at any moment in the last 10 minutes.`,
    ],
    [`min(last_10m):max:${age}{*} > 5`, `the highest ${age} is more than 5 ms throughout the last 10 minutes.`],
    [`max(last_10m):min:${age}{*} < 5`, `the lowest ${age} is less than 5 ms throughout the last 10 minutes.`],
    [`max(last_10m):avg:${age}{*} == 5`, `the average ${age}, at its highest in the last 10 minutes, is exactly 5 ms.`],
    [
      `avg(current_1d):sum:aws.sqs.number_of_messages_sent{*}.as_rate() <= 2`,
      'aws.sqs.number_of_messages_sent per second is 2 or less on average over the current day.',
    ],
    [
      `pct_change(avg(last_5m),1h_ago):${errors}.as_count() > 50`,
      'aws.lambda.errors, on average over the last 5 minutes, minus its value 1 hour earlier, is more than 50%.',
    ],
    [
      `avg(last_4h):anomalies(${errors}, 'basic', 2) >= 1`,
      'the share of anomalies in aws.lambda.errors is 1 or more on average over the last 4 hours.',
    ],
    [
      `avg(last_5m):abs(${errors} - 2 * ${errors}) > 1`,
      'the absolute value of aws.lambda.errors minus (2 times aws.lambda.errors) is more than 1 on average over the last 5 minutes.',
    ],
  ])('%s', (query, text) => expect(sentence('alerts', query)).toBe(`Alerts when ${text}`));

  test.each([
    ['functionname:power-on,!region:eu-*', 'functionname is power-on and region is not eu-*'],
    [
      'functionname IN (a,b) OR NOT (region:x AND region:y)',
      'functionname is a or b or not (region is x and region is y)',
    ],
    ['functionname NOT IN (a,b)', 'functionname is neither a nor b'],
  ])('describes the scope {%s}', (scope, words) => {
    expect(sentence('alerts', `avg(last_5m):sum:aws.lambda.errors{${scope}} > 1`)).toBe(
      `Alerts when aws.lambda.errors where ${words} is more than 1 on average over the last 5 minutes.`,
    );
  });

  test('writes "the last hour" without the number 1', () => {
    expect(sentence('recovers', `sum(last_1h):${errors}.as_count() >= 1`)).toBe(
      'Recovers when the sum over the last hour is 0.',
    );
    expect(sentence('recovers', `sum(last_2h):${errors}.as_count() >= 1`)).toBe(
      'Recovers when the sum over the last 2 hours is 0.',
    );
  });

  test('describes groups', () => {
    expect(sentence('alerts', `sum(last_5m):${errors} by {functionname,region}.as_count() > 0`)).toBe(
      'Alerts separately for each functionname and region when aws.lambda.errors adds up to more than 0 within the last 5 minutes.',
    );
  });
});

describe('recovery', () => {
  const query = `max(last_10m):max:${age}{*} >= 900000`;
  test.each([
    [query, {}, 'Recovers when the value is less than 900000 ms (15 minutes).'],
    [
      query,
      { thresholds: { critical: 900000, critical_recovery: 600000 } },
      'Recovers when the value is less than 600000 ms (10 minutes).',
    ],
    [
      query,
      { thresholds: { critical: 900000, warning: 5000, warning_recovery: 4000 } },
      'The alert ends when the value is less than 900000 ms (15 minutes); the warning ends when the value is less than 4000 ms (4 seconds).',
    ],
    [`sum(last_5m):${errors}.as_count() > 5`, {}, 'Recovers when the value is 5 or less.'],
    [`avg(last_5m):${errors} < 5`, {}, 'Recovers when the value is 5 or more.'],
  ])('%s %j', (text, options, words) => expect(sentence('recovers', text, options)).toBe(words));

  test('describes a warning threshold in the same unit', () => {
    expect(sentence('warns', query, { thresholds: { critical: 900000, warning: 60000 } })).toBe(
      'Warns when the value is 60000 ms (1 minute) or more.',
    );
  });
});

describe('evaluation', () => {
  const query = `avg(last_2d):${errors} > 5`;
  test.each([
    [query, {}, 'Evaluates only every 30 minutes, because the window is long.'],
    [`avg(last_5m):${errors} > 5`, { require_full_window: true }, 'Requires a full window of data.'],
    [`avg(last_5m):${errors} > 5`, {}, undefined],
    [`avg(last_5m):avg:system.load.1{*} > 5`, { evaluation_delay: 30 }, 'Evaluates data 30 seconds old.'],
    [
      `avg(last_5m):${errors} by {functionname} > 5`,
      { new_group_delay: 120 },
      'Ignores a new group for its first 2 minutes.',
    ],
  ])('%s %j', (text, options, words) => expect(sentence('looks', text, options)).toBe(words));
});

describe('missing data', () => {
  const gauge = 'avg(last_5m):avg:aws.lambda.duration{*} > 5';
  test.each([
    [gauge, {}, 'Missing data keeps the last state.'],
    [gauge, { notify_no_data: true, no_data_timeframe: 30 }, 'Notifies after 30 minutes without data.'],
    [gauge, { notify_no_data: true }, 'Notifies after 10 minutes without data.'],
    [gauge, { on_missing_data: 'default' }, 'Missing data keeps the last state.'],
    [`sum(last_5m):${errors}.as_count() > 5`, { on_missing_data: 'default' }, 'Treats missing data as 0.'],
    [gauge, { on_missing_data: 'show_no_data' }, 'Missing data sets the state to No Data without a notification.'],
    [gauge, { on_missing_data: 'show_and_notify_no_data' }, 'Notifies as soon as the window contains no data.'],
    [gauge, { on_missing_data: 'resolve' }, 'Recovers as soon as the window contains no data.'],
    [gauge, { timeout_h: 2 }, 'Missing data keeps the last state. Resolves after 2 hours without data.'],
  ])('%s %j', (query, options, words) => expect(sentence('missing data', query, options)).toBe(words));
});

describe('notifications', () => {
  const query = `sum(last_5m):${errors}.as_count() > 5`;
  test.each([
    [{}, 'Notifies once.'],
    [{ renotify_interval: 90, renotify_occurrences: 3 }, 'Renotifies every 90 minutes, at most 3 times.'],
    [
      { renotify_interval: 60, renotify_statuses: ['alert', 'warn'] },
      'Renotifies every hour while the state is Alert or Warn.',
    ],
  ])('%j', (options, words) => expect(sentence('repeats', query, options)).toBe(words));

  test('describes notify_by', () => {
    const grouped = `sum(last_5m):${errors} by {functionname,region}.as_count() > 5`;
    expect(sentence('speaks', grouped, { notify_by: ['region'] })).toBe('Sends one notification per region.');
    expect(sentence('speaks', grouped, { notify_by: ['*'] })).toBe('Sends one notification for all groups.');
  });
});

describe('the description of monitors without a metric query', () => {
  test.each<[string, string, object, string]>([
    [
      'log alert',
      'logs("status:error").index("*").rollup("count").last("5m") > 10',
      {},
      'Alerts when there are more than 10 logs that match "status:error" within the last 5 minutes. Recovers when the value is 10 or less. A window without events counts as 0. Notifies once.',
    ],
    [
      'log alert',
      'logs("a").index("*").rollup("cardinality", "@thing").by("host").last("1h") >= 3',
      {},
      'Alerts separately for each host when there are 3 or more different @thing in logs that match "a" within the last hour. Recovers when the value is less than 3. A window without events counts as 0. Notifies once.',
    ],
    [
      'service check',
      '"datadog.agent.up".over("env:prod").by("host").last(4).count_by_status()',
      { thresholds: { critical: 3, warning: 1, ok: 2 } },
      'Alerts separately for each host when the check datadog.agent.up of env:prod fails 3 times in a row. Warns when the check fails once. Recovers when the check succeeds in 2 runs in a row. Notifies once.',
    ],
    [
      'composite',
      '(1 || 2) && !3',
      {},
      'Alerts when (1 alerts or 2 alerts) and 3 does not alert. Recovers when the condition no longer holds. Notifies once.',
    ],
    [
      'composite',
      '${datadog_monitor.cpu.id} && !${module.base.datadog_monitor_json.disk.id}',
      {},
      'Alerts when cpu alerts and disk does not alert. Recovers when the condition no longer holds. Notifies once.',
    ],
    [
      'slo alert',
      'error_budget("${datadog_service_level_objective.orders.id}").over("30d") > 75',
      {},
      'Alerts when more than 75% of the 30-day error budget of orders is spent. Recovers when the value is 75 or less. Notifies once.',
    ],
    [
      'slo alert',
      'error_budget("abc").over("30d") > 75',
      {},
      'Alerts when more than 75% of the 30-day error budget of abc is spent. Recovers when the value is 75 or less. Notifies once.',
    ],
    [
      'slo alert',
      'burn_rate("abc").over("30d").long_window("1h").short_window("5m") > 14.4',
      {},
      'Alerts when the burn rate of abc is more than 14.4 over both the last hour and the last 5 minutes (a burn rate of 14.4 spends the 30-day budget in 50 hours). Recovers when the value is 14.4 or less. Notifies once.',
    ],
    [
      'rum alert',
      'rum("@type:error").rollup("count").last("5m") > 1',
      {},
      'Alerts when there are more than 1 RUM events that match "@type:error" within the last 5 minutes. Recovers when the value is 1 or less. A window without events counts as 0. Notifies once.',
    ],
  ])('%s %s', (type, query, options, words) => {
    expect(
      described(type, query, options)
        .map(({ text }) => text)
        .join(' '),
    ).toBe(words);
  });
});
