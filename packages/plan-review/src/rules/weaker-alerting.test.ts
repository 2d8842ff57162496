import { plain } from '../note/json-output';
import { planOf } from '../plan/read-plan';
import { reviewOf } from '../review';
import { created, dangersOf, deleted, replaced, reportedBy, updated } from './dangers.fixture';
import { weakerAlerting } from './weaker-alerting';

const reported = reportedBy(weakerAlerting);
const query = 'sum(last_5m):sum:aws.lambda.errors{*} by {functionname}.as_count() >= 1';
const monitor = { name: 'Errors', type: 'query alert', query, message: '@slack-oncall' };
const metric = (from: string, to: string) =>
  updated('datadog_monitor.m', monitor, { ...monitor, query: query.replace(from, to) });

/** Returns a change to the warning threshold. The provider represents thresholds as strings, and an unset threshold as ''. */
const warning = (was: string, is: string) => {
  const thresholds = (text: string) => ({ monitor_thresholds: [{ critical: '1', warning: text, ok: '' }] });
  return updated('datadog_monitor.m', { ...monitor, ...thresholds(was) }, { ...monitor, ...thresholds(is) });
};

describe('changed monitors', () => {
  test.each([
    ['a higher threshold', metric('>= 1', '>= 3'), 'm alerts at 3 instead of 1 in 5 minutes'],
    [
      'a higher threshold over a longer window',
      updated('datadog_monitor.m', monitor, {
        ...monitor,
        query: query.replace('5m', '1h').replace('>= 1', '>= 9'),
      }),
      'm alerts at 9 in 1 hour instead of 1 in 5 minutes',
    ],
    ['a higher warning threshold', warning('0.5', '0.9'), 'm warns at 0.9 instead of 0.5'],
    ['a removed warning threshold', warning('0.5', ''), 'm no longer warns at 0.5'],
    ['a threshold that must be exceeded, not only reached', metric('>= 1', '> 1'), 'm alerts above 1 instead of at 1'],
    ['a shorter window for a sum', metric('5m', '1m'), 'm evaluates 1 minute instead of 5'],
    ['a narrower scope', metric('{*}', '{env:prod}'), 'm watches only env:prod instead of *'],
    ['another metric', metric('errors', 'throttles'), 'm no longer watches aws.lambda.errors'],
    ['another comparison', metric('>= 1', '< 1'), 'm alerts if the value is < 1 instead of >= 1'],
    [
      'the average over time instead of the sum',
      metric('sum(last_5m)', 'avg(last_5m)'),
      'm: over 5 minutes it uses the average instead of the sum',
    ],
    [
      'the minimum across sources instead of the sum',
      metric('sum:aws', 'min:aws'),
      'm uses the minimum instead of the sum across sources',
    ],
    [
      'an additional function',
      metric(
        'sum:aws.lambda.errors{*} by {functionname}.as_count()',
        'ewma_5(sum:aws.lambda.errors{*} by {functionname})',
      ),
      'm alerts on ewma_5(sum:aws.lambda.errors) instead of sum:aws.lambda.errors.as_count(): some alerts may be missing',
    ],
    ['an unreadable query', metric('>= 1', '>= '), 'm: the old and the new query cannot be compared'],
    ['removed groups', metric(' by {functionname}', ''), 'm no longer groups by functionname'],
  ])('reports a monitor with %s', (_, change, expected) => expect(reported(change)).toEqual([expected]));

  test.each([
    ['a lower threshold', metric('>= 1', '>= 0')],
    ['a longer window for a sum', metric('5m', '10m')],
    ['more groups', metric('by {functionname}', 'by {functionname,region}')],
  ])('does not report a monitor with %s', (_, change) => expect(reported(change)).toEqual([]));

  const grouped = { ...monitor, priority: 1, notify_by: ['functionname'] };
  test.each([
    ['a lower priority', { ...grouped, priority: 3 }, 'the priority drops from 1 to 3'],
    ['no priority', { ...grouped, priority: null }, 'the priority 1 is removed'],
    ['one notification for all groups', { ...grouped, notify_by: ['*'] }, 'sends one notification for all groups'],
    ['automatic resolution without data', { ...grouped, timeout_h: 4 }, 'resolves after 4 h without data'],
  ])('reports a monitor with %s', (_, after, expected) => {
    expect(reported(updated('datadog_monitor.m', grouped, after))).toEqual([
      `m${expected.startsWith('the ') ? ':' : ''} ${expected}`,
    ]);
    expect(reported(updated('datadog_monitor.m', after, grouped))).toEqual(
      expected.includes('all groups') ? ['m sends one notification for each functionname'] : [],
    );
  });

  test('reports a message that no longer notifies a handle on every alert', () => {
    const quiet = { ...monitor, message: '{{#is_warning}}@slack-oncall{{/is_warning}}' };
    expect(reported(updated('datadog_monitor.m', monitor, quiet))).toEqual([
      'm no longer notifies @slack-oncall on every alert',
    ]);
    expect(reported(updated('datadog_monitor.m', quiet, monitor))).toEqual([]);
  });

  test('reports a query known only after apply as "cannot be judged"', () => {
    const composite = { ...monitor, type: 'composite', query: '1 && 2' };
    const { query: _, ...later } = composite;
    const plan = planOf(
      { resource_changes: [updated('datadog_monitor.m', composite, later, { query: true })] },
      { stack: 'dev' },
    );
    const { monitors, dangers } = reviewOf(plan);
    expect(monitors.map(({ action, lines }) => [action, lines.map(({ text }) => plain(text))])).toEqual([
      ['changed', ['query: known only after apply']],
    ]);
    expect(dangers.map(({ kind, what }) => `${kind}: ${plain(what)}`)).toEqual([
      'cannot be judged: query of datadog_monitor.m cannot be read (known only after apply)',
    ]);
  });

  const scoped = (scope: string) => ({ ...monitor, query: query.replace('{*}', `{${scope}}`) });
  test.each([
    ['env:prod', '*'],
    ['functionname IN (a,b)', 'functionname IN (c,b,a)'],
    ['functionname:a OR functionname:b', 'functionname:a OR functionname:b OR functionname:c'],
  ])('does not report a change of the scope from %s to %s', (was, is) => {
    expect(reported(updated('datadog_monitor.m', scoped(was), scoped(is)))).toEqual([]);
    expect(reported(updated('datadog_monitor.m', scoped(is), scoped(was)))).toEqual([
      `m watches only ${was} instead of ${is}`,
    ]);
  });
});

describe('other monitor types', () => {
  const changed = (
    type: string,
    [before, after]: readonly [string, string],
    more: readonly [object, object] = [{}, {}],
  ) =>
    reported(
      updated(
        'datadog_monitor.m',
        { ...monitor, type, query: before, ...more[0] },
        { ...monitor, type, query: after, ...more[1] },
      ),
    );
  const check = (over: string) => `"http.can_connect".over(${over}).by("host").last(6).count_by_status()`;

  test('reports a service check that alerts after more failed runs or watches fewer hosts', () => {
    const thresholds = (critical: number) => ({ monitor_thresholds: [{ critical: String(critical), ok: '1' }] });
    const same: readonly [string, string] = [check('"*"'), check('"*"')];
    expect(changed('service check', same, [thresholds(2), thresholds(5)])).toEqual([
      'm alerts after 5 failed runs instead of 2',
    ]);
    expect(changed('service check', same, [thresholds(5), thresholds(2)])).toEqual([]);
    expect(changed('service check', [check('"*"'), check('"env:prod"')])).toEqual([
      'm watches only env:prod instead of *',
    ]);
    expect(changed('service check', [check('"env:prod"'), check('"*"')])).toEqual([]);
  });

  test('reports a composite that alerts for fewer combinations of members', () => {
    expect(changed('composite', ['1 || 2', '1 && 2'])).toEqual([
      'm alerts on 1 && 2 instead of 1 || 2, so some alerts are missing',
    ]);
    expect(changed('composite', ['1 || 2', '1'])).toHaveLength(1);
    expect(changed('composite', ['1 && 2', '1 || 2'])).toEqual([]);
    expect(changed('composite', ['1 && 2', '2 && 1'])).toEqual([]);
  });

  test('reports a log alert with a different search', () => {
    const logs = (search: string) => `logs("${search}").index("main").rollup("count").last("5m") > 10`;
    expect(changed('log alert', [logs('status:error'), logs('status:critical')])).toEqual([
      'm searches for status:critical instead of status:error',
    ]);
    expect(changed('log alert', [logs('status:error'), logs('status:error')])).toEqual([]);
  });
});

describe('monitors in JSON', () => {
  const at = (threshold: number, options: object = {}) => ({
    monitor: JSON.stringify({ ...monitor, query: query.replace('>= 1', `>= ${threshold}`), options }),
  });

  test('compares each attribute of a monitor in JSON', () => {
    expect(reported(updated('datadog_monitor_json.m', at(1), at(3)))).toEqual([
      'm alerts at 3 instead of 1 in 5 minutes',
    ]);
    expect(reported(updated('datadog_monitor_json.m', at(3), at(1)))).toEqual([]);
    expect(reported(updated('datadog_monitor_json.m', at(1), at(1, { silenced: { '*': 0 } })))).toEqual(['m is muted']);
    expect(
      reported(updated('datadog_monitor_json.m', at(1, { notify_no_data: true }), at(1, { notify_no_data: false }))),
    ).toEqual(['m: missing data no longer notifies anyone']);
  });

  test('compares a monitor in JSON with the datadog_monitor that replaces it', () => {
    const as = (threshold: number) =>
      created('datadog_monitor.m', {
        ...monitor,
        require_full_window: false,
        query: query.replace('>= 1', `>= ${threshold}`),
      });
    expect(reported(deleted('datadog_monitor_json.m', at(1)), as(1))).toEqual([]);
    expect(reported(deleted('datadog_monitor_json.m', at(1)), as(3))).toEqual([
      'm alerts at 3 instead of 1 in 5 minutes',
    ]);
  });

  test('does not throw for a monitor with invalid JSON', () =>
    expect(reported(updated('datadog_monitor_json.m', { monitor: '{"a":1}' }, { monitor: 'no json' }))).toEqual([]));
});

describe('monitor notifications', () => {
  const changed = (before: object, after: object) =>
    reported(updated('datadog_monitor.m', { ...monitor, ...before }, { ...monitor, ...after }));
  test.each([
    [
      { notify_no_data: true, no_data_timeframe: 10 },
      { notify_no_data: true, no_data_timeframe: 60 },
      'reports missing data after 60 minutes instead of 10',
    ],
    [{ require_full_window: false }, { require_full_window: true }, 'does not evaluate until the window is full'],
    [{ renotify_interval: 10 }, { renotify_interval: 60 }, 'renotifies after 60 minutes instead of 10'],
    [
      { renotify_interval: 10, escalation_message: 'still @pagerduty-lead @slack-oncall' },
      { renotify_interval: 10, escalation_message: 'still' },
      'm no longer notifies @pagerduty-lead in renotifications',
    ],
    [{}, { silenced: { '*': 0 } }, 'm is muted'],
    [{}, { draft_status: 'draft' }, 'm becomes a draft'],
  ])('reports weaker notifications if %j changes to %j', (before, after, expected) => {
    expect(changed(before, after)).toEqual([expect.stringContaining(expected)]);
    expect(changed(after, before)).toEqual([]);
  });
});

test('identifies a monitor in a module by its module path', () => {
  const address = 'module.a["x.datadog_monitor.y"].datadog_monitor.m["k"]';
  const change = { ...metric('>= 1', '>= 3'), address, type: 'datadog_monitor' };
  expect(reported(change)).toEqual(['module.a["x.datadog_monitor.y"].m["k"] alerts at 3 instead of 1 in 5 minutes']);
});

describe('removed recipients', () => {
  const mail = { endpoint: 'oncall@example.com', protocol: 'email' };
  test('reports recipients removed by a deleted or changed SNS subscription', () => {
    expect(reported(deleted('aws_sns_topic_subscription.s', mail))).toHaveLength(1);
    expect(
      reported(replaced('aws_sns_topic_subscription.s', mail, { ...mail, endpoint: 'quiet@example.com' })),
    ).toEqual([
      'aws_sns_topic_subscription.s: notifications go to quiet@example.com instead of oncall@example.com, which no longer gets any',
    ]);
    expect(
      reported(updated('aws_sns_topic_subscription.s', mail, { ...mail, filter_policy: '{"level":["high"]}' })),
    ).toEqual(['aws_sns_topic_subscription.s: a filter is added (filter_policy)']);
    expect(
      reported(updated('aws_sns_topic_subscription.s', { ...mail, filter_policy: '{"level":["high"]}' }, mail)),
    ).toEqual([]);
  });

  test('reports a notification rule with fewer recipients or a different filter', () => {
    const rule = { recipients: ['slack-a', 'slack-b'], filter: [{ tags: ['env:prod'] }] };
    expect(
      reported(updated('datadog_monitor_notification_rule.r', rule, { ...rule, recipients: ['slack-b', 'slack-c'] })),
    ).toEqual(['datadog_monitor_notification_rule.r: slack-a is no longer notified']);
    expect(
      reported(updated('datadog_monitor_notification_rule.r', rule, { ...rule, filter: [{ tags: ['env:dev'] }] })),
    ).toEqual(['datadog_monitor_notification_rule.r: the filter changes (filter)']);
  });

  test('reports a synthetic test that is paused or has fewer recipients', () => {
    const live = { status: 'live', message: '@slack-a @slack-b' };
    expect(reported(updated('datadog_synthetics_test.t', live, { status: 'paused', message: '@slack-b' }))).toEqual([
      'datadog_synthetics_test.t is paused: the endpoint is no longer tested (status: paused)',
      'datadog_synthetics_test.t: @slack-a is no longer notified',
    ]);
    expect(reported(updated('datadog_synthetics_test.t', { status: 'paused', message: '' }, live))).toEqual([]);
  });

  test('reports a deleted alarm only once', () =>
    expect(dangersOf(deleted('aws_cloudwatch_metric_alarm.a'))).toEqual([
      'weaker alerting: aws_cloudwatch_metric_alarm.a is deleted: the metric no longer triggers an alert',
    ]));
});

test('reports a budget that notifies later, but not a budget that notifies sooner', () => {
  const budget = (limit_amount: string, threshold: number) => ({ limit_amount, notification: [{ threshold }] });
  const changed = (before: object, after: object) => reported(updated('aws_budgets_budget.month', before, after));
  expect(changed(budget('100', 80), budget('250', 100))).toEqual([
    'aws_budgets_budget.month: the budget notifies at 250 instead of 100 (limit_amount) and the budget notifies at 100 instead of 80 (notification.threshold)',
  ]);
  expect(changed(budget('250', 100), budget('100', 80))).toEqual([]);
});
