import { catalogue } from '../catalogue/catalogue';
import { readApiMonitor } from '../monitor/read-monitor';
import { describeMonitor, type Topic } from './describe';

const described = (type: string, query: string, options: object = {}) =>
  describeMonitor(readApiMonitor({ name: 'n', type, query, message: '', options }), catalogue);
const sentence = (about: Topic, query: string, options: object = {}, type = 'metric alert') =>
  described(type, query, options).find((one) => one.about === about)?.text;

const errors = 'sum:aws.lambda.errors{*}';
const age = 'aws.lambda.iterator_age.maximum';

test('the talk’s monitor reads as a person would tell it', () => {
  const options = { evaluation_delay: 900, renotify_interval: 10 };
  expect(
    described('metric alert', 'sum(last_5m):sum:aws.states.executions_failed{*}.as_count() >= 1', options)
      .map(({ text }) => text)
      .join(' '),
  ).toBe(
    'Alerts when aws.states.executions_failed counts at least one within the last 5 minutes. ' +
      'Recovers when 5 minutes pass without one. ' +
      "Looks 15 minutes back, because CloudWatch's figures arrive up to 12 minutes late. " +
      'Without data it stays as it is. Says it again every 10 minutes while it lasts.',
  );
});

describe('when a metric monitor alerts', () => {
  test.each([
    [`sum(last_15m):${errors}.as_count() >= 10`, 'aws.lambda.errors adds up to 10 or more within the last 15 minutes.'],
    [
      `sum(last_1h):${errors} > 10`,
      'aws.lambda.errors, added up minute by minute over the last hour, is more than 10.',
    ],
    [
      `sum(last_15m):${errors}.as_count() / sum:aws.lambda.invocations{*}.as_count() >= 0.1`,
      'aws.lambda.errors divided by aws.lambda.invocations, each added up over the last 15 minutes, is 0.1 (10 %) or more.',
    ],
    [
      `max(last_10m):max:${age}{*} >= 900000`,
      `the highest ${age} is 900000 ms (15 minutes) or more at any moment of the last 10 minutes.`,
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
      'aws.lambda.errors, on average over the last 5 minutes, minus what it was 1 hour before, is more than 50 %.',
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
  ])('a scope {%s} is told', (scope, words) => {
    expect(sentence('alerts', `avg(last_5m):sum:aws.lambda.errors{${scope}} > 1`)).toBe(
      `Alerts when aws.lambda.errors where ${words} is more than 1 on average over the last 5 minutes.`,
    );
  });

  test('one hour passes, and two pass', () => {
    expect(sentence('recovers', `sum(last_1h):${errors}.as_count() >= 1`)).toBe(
      'Recovers when 1 hour passes without one.',
    );
    expect(sentence('recovers', `sum(last_2h):${errors}.as_count() >= 1`)).toBe(
      'Recovers when 2 hours pass without one.',
    );
  });

  test('groups are told', () => {
    expect(sentence('alerts', `sum(last_5m):${errors} by {functionname,region}.as_count() > 0`)).toBe(
      'Alerts, for each functionname and region by itself, when aws.lambda.errors counts at least one within the last 5 minutes.',
    );
  });
});

describe('how it ends', () => {
  const query = `max(last_10m):max:${age}{*} >= 900000`;
  test.each([
    [query, {}, 'Recovers when it is less than 900000 ms (15 minutes).'],
    [
      query,
      { thresholds: { critical: 900000, critical_recovery: 600000 } },
      'Recovers when it is less than 600000 ms (10 minutes).',
    ],
    [
      query,
      { thresholds: { critical: 900000, warning: 5000, warning_recovery: 4000 } },
      'The alert ends when it is less than 900000 ms (15 minutes); the warning ends when it is less than 4000 ms (4 seconds).',
    ],
    [`sum(last_5m):${errors}.as_count() > 5`, {}, 'Recovers when it is 5 or less.'],
    [`avg(last_5m):${errors} < 5`, {}, 'Recovers when it is 5 or more.'],
  ])('%s %j', (text, options, words) => expect(sentence('recovers', text, options)).toBe(words));

  test('a warning is told in the same unit', () => {
    expect(sentence('warns', query, { thresholds: { critical: 900000, warning: 60000 } })).toBe(
      'Warns when it is 60000 ms (1 minute) or more.',
    );
  });
});

describe('how it looks', () => {
  const query = `avg(last_2d):${errors} > 5`;
  test.each([
    [query, {}, 'Looks only every 30 minutes, because its window is long.'],
    [`avg(last_5m):${errors} > 5`, { require_full_window: true }, 'Waits until its window is full.'],
    [`avg(last_5m):${errors} > 5`, {}, undefined],
    [`avg(last_5m):avg:system.load.1{*} > 5`, { evaluation_delay: 30 }, 'Looks 30 seconds back.'],
    [
      `avg(last_5m):${errors} by {functionname} > 5`,
      { new_group_delay: 120 },
      'Leaves a new group alone for 2 minutes.',
    ],
  ])('%s %j', (text, options, words) => expect(sentence('looks', text, options)).toBe(words));
});

describe('without data', () => {
  const gauge = 'avg(last_5m):avg:aws.lambda.duration{*} > 5';
  test.each([
    [gauge, {}, 'Without data it stays as it is.'],
    [gauge, { notify_no_data: true, no_data_timeframe: 30 }, 'Says so after 30 minutes without data.'],
    [gauge, { notify_no_data: true }, 'Says so after 10 minutes without data.'],
    [gauge, { on_missing_data: 'default' }, 'Without data it stays as it is.'],
    [`sum(last_5m):${errors}.as_count() > 5`, { on_missing_data: 'default' }, 'Takes missing data for 0.'],
    [gauge, { on_missing_data: 'show_no_data' }, 'Shows No Data without data, and tells nobody.'],
    [gauge, { on_missing_data: 'show_and_notify_no_data' }, 'Says so as soon as its window holds no data.'],
    [gauge, { on_missing_data: 'resolve' }, 'Recovers as soon as its window holds no data.'],
    [gauge, { timeout_h: 2 }, 'Without data it stays as it is. After 2 hours without data it resolves.'],
  ])('%s %j', (query, options, words) => expect(sentence('missing data', query, options)).toBe(words));
});

describe('how often it speaks', () => {
  const query = `sum(last_5m):${errors}.as_count() > 5`;
  test.each([
    [{}, 'Says it once.'],
    [
      { renotify_interval: 90, renotify_occurrences: 3 },
      'Says it again every 90 minutes while it lasts, 3 times at most.',
    ],
    [
      { renotify_interval: 60, renotify_statuses: ['alert', 'warn'] },
      'Says it again every 1 hour while it alerts or it warns.',
    ],
  ])('%j', (options, words) => expect(sentence('repeats', query, options)).toBe(words));

  test('notify_by is told', () => {
    const grouped = `sum(last_5m):${errors} by {functionname,region}.as_count() > 5`;
    expect(sentence('speaks', grouped, { notify_by: ['region'] })).toBe(
      'Tells groups of the same region with one voice.',
    );
    expect(sentence('speaks', grouped, { notify_by: ['*'] })).toBe('Tells all groups with one voice.');
  });
});

describe('monitors of other kinds', () => {
  test.each<[string, string, object, string]>([
    [
      'log alert',
      'logs("status:error").index("*").rollup("count").last("5m") > 10',
      {},
      'Alerts when there are more than 10 logs that match "status:error" within the last 5 minutes. Recovers when it is 10 or less. Without data it stays as it is. Says it once.',
    ],
    [
      'log alert',
      'logs("a").index("*").rollup("cardinality", "@thing").by("host").last("1h") >= 3',
      {},
      'Alerts, for each host by itself, when there are 3 or more different @thing in logs that match "a" within the last 1 hour. Recovers when it is less than 3. Without data it stays as it is. Says it once.',
    ],
    [
      'service check',
      '"datadog.agent.up".over("env:prod").by("host").last(4).count_by_status()',
      { thresholds: { critical: 3, warning: 1, ok: 2 } },
      'Alerts, for each host by itself, when the check datadog.agent.up of env:prod fails 3 times in a row. Warns when it fails 1 time in a row. Recovers when it succeeds in 2 runs in a row. Says it once.',
    ],
    [
      'composite',
      '(1 || 2) && !3',
      {},
      'Alerts when (1 alerts or 2 alerts) and 3 does not alert. Recovers as soon as that is no longer so. Says it once.',
    ],
    [
      'slo alert',
      'error_budget("abc").over("30d") > 75',
      {},
      'Alerts when more than 75 % of the error budget of 30 days of abc are spent. Recovers when it is 75 or less. Says it once.',
    ],
    [
      'slo alert',
      'burn_rate("abc").over("30d").long_window("1h").short_window("5m") > 14.4',
      {},
      "Alerts when the error budget of abc burns more than 14.4 times too fast, over the last 1 hour as over the last 5 minutes (at 14.4 times, 30 days' budget is gone in 50 hours). Recovers when it is 14.4 or less. Says it once.",
    ],
    [
      'rum alert',
      'rum("@type:error").rollup("count").last("5m") > 1',
      {},
      'Alerts when Datadog finds the query true, which is not read here: rum("@type:error").rollup("count").last("5m") > 1. Recovers as soon as that is no longer so. Without data it stays as it is. Says it once.',
    ],
  ])('%s %s', (type, query, options, words) => {
    expect(
      described(type, query, options)
        .map(({ text }) => text)
        .join(' '),
    ).toBe(words);
  });
});
