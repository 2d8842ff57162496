import { catalogue } from '../catalogue/catalogue';
import { readApiMonitor } from '../monitor/read-monitor';
import { lint, unaccepted } from './lint';

const clean = '@slack-a {{#is_recovery}}over{{/is_recovery}}';
const found = (query: string, options: object = {}, message = clean) =>
  lint(readApiMonitor({ name: 'n', type: 'metric alert', query, message, options }), catalogue).map(({ id }) => id);

const errors = 'sum:aws.lambda.errors{*}';
const invocations = 'sum:aws.lambda.invocations{*}';
const counted = `sum(last_15m):${errors}.as_count() >= 1`;
const late = { evaluation_delay: 900 };
const gauge = 'max(last_15m):max:aws.lambda.iterator_age.maximum{*} >= 5';

describe('lint', () => {
  test('reports no warnings for a monitor without mistakes', () => {
    expect(found(counted, late)).toEqual([]);
    expect(found(gauge, { thresholds: { critical: 5, critical_recovery: 4 } })).toEqual([]);
  });

  test.each<[string, string, object, string?]>([
    [
      'ratio-without-as-count',
      `sum(last_15m):${errors} / ${invocations} > 0.1`,
      { thresholds: { critical: 0.1, critical_recovery: 0.05 } },
    ],
    ['average-of-counts', `avg(last_15m):${errors}.as_count() >= 1`, late],
    ['as-count-on-gauge', 'sum(last_15m):sum:aws.lambda.iterator_age.maximum{*}.as_count() >= 5', late],
    [
      'as-rate-on-gauge',
      'sum(last_15m):sum:aws.lambda.iterator_age.maximum{*}.as_rate() >= 5',
      { ...late, thresholds: { critical: 5, critical_recovery: 4 } },
    ],
    ['unknown-tag', 'sum(last_15m):sum:aws.lambda.errors{team:a}.as_count() >= 1', late],
    ['unknown-option', counted, { ...late, evaluation_delayy: 900 }],
    ['group-after-modifier', `sum(last_15m):${errors}.as_count() by {functionname} >= 1`, late],
    ['group-delay-without-groups', counted, { ...late, new_group_delay: 60 }],
    ['threshold-rounded-to-zero', counted, { thresholds: { critical: 1, warning: 0 } }],
    ['no-recovery-threshold', gauge, {}],
    ['no-recovery-threshold', `sum(last_15m):${errors}.as_count() / ${invocations}.as_count() > 0.1`, {}],
    ['no-data-on-counts', counted, { notify_no_data: true, no_data_timeframe: 30 }],
    ['no-data-on-counts', counted, { on_missing_data: 'show_and_notify_no_data' }],
    ['looks-before-data-arrives', `sum(last_5m):${errors}.as_count() >= 1`, { evaluation_delay: 60 }],
    ['window-beyond-schema', `sum(last_200h):${errors}.as_count() >= 1`, {}],
    ['renotify-without-end', counted, { renotify_interval: 10 }],
    ['no-data-frame-unset', gauge, { notify_no_data: true, thresholds: { critical: 5, critical_recovery: 4 } }],
    ['two-delays', counted, { new_host_delay: 300, new_group_delay: 60 }],
    ['notifies-nobody', counted, {}, '{{#is_recovery}}over{{/is_recovery}}'],
    ['silent-recovery', counted, {}, '@slack-a'],
    ['silent-recovery', counted, {}, '@slack-a {{#is_alert}}'],
  ])('%s: %s %j', (id, query, options, message = clean) => expect(found(query, options, message)).toEqual([id]));

  const stored = 'sum(last_1h):sum:aws.lambda.invocations{*}.as_count()';
  test.each([`${stored} < 1`, `${stored} <= 0`, 'sum(last_1h):sum:aws.lambda.invocations{*}.as_rate() < 3'])(
    'warns that the condition %s does not alert without data',
    (query) => expect(found(query, { thresholds: { critical_recovery: 5 } })).toEqual(['silent-without-data']),
  );

  test.each([
    ['missing data counts as 0', `${stored} < 1`, { on_missing_data: 'default' }],
    ['missing data is shown', `${stored} < 1`, { on_missing_data: 'show_no_data' }],
    ['0 does not alert', `${stored} < 0`, {}],
    ['the condition is not a lower limit', `${stored} >= 1`, {}],
    ['missing data is filled', `sum(last_1h):default_zero(sum:aws.lambda.invocations{*}.as_count()) < 1`, {}],
    ['the value is a ratio', `sum(last_1h):${invocations}.as_count() / ${errors}.as_count() < 1`, {}],
    ['the value is not a count', 'avg(last_1h):avg:aws.lambda.duration{*} < 1', {}],
  ])('does not warn about missing data if %s: %s', (_why, query, options) =>
    expect(found(query, options)).not.toContain('silent-without-data'),
  );

  test('accepts a window of 5 minutes with a delay of 15 minutes', () => {
    expect(found(`sum(last_5m):${errors}.as_count() >= 1`, late)).toEqual([]);
  });
});

describe('unaccepted', () => {
  const lints = [{ id: 'silent-recovery' as const, message: 'the message has no {{#is_recovery}}' }];

  test('hides a warning that the monitor accepts with a reason', () => {
    expect(unaccepted(lints, { 'silent-recovery': 'another monitor reports it' })).toEqual([]);
  });

  test('reports the id and reason of all other warnings, and stale acceptances', () => {
    expect(unaccepted(lints, {})[0]?.message).toContain('(silent-recovery: on-call staff are not notified');
    expect(unaccepted([], { 'two-delays': 'x' })[0]?.message).toBe(
      'accepts two-delays, but has no warning with this id; remove the acceptance',
    );
  });
});
