import { series } from '@himeshima/datadog-monitors';
import { type DeclaredMonitor, metricAlert } from './declare';
import { testMonitoring } from './monitoring.fixture';
import { type DeclaredDowntime, downtime } from './notifications';
import { simulated } from './simulate-declared';

const props = {
  id: 'failed',
  name: 'x',
  query: 'sum(last_5m):sum:aws.states.executions_failed{*}.as_count() >= 1',
  severity: 'page',
  runbook: 'x',
  summary: 'x',
  impact: 'x',
} as const;
const failed = metricAlert(props);
const run = { series: [series('aws.states.executions_failed', '0x30')], minutes: 30 };

test('rejects series of unknown metrics, which could never alert', () => {
  const misspelt = series('aws.states.executions_faild', '9x30');
  expect(() => simulated(failed, testMonitoring, { series: [misspelt], minutes: 30 })).toThrow(
    'unknown metric aws.states.executions_faild; check the spelling',
  );
});

test.each<[string, Readonly<Record<string, unknown>>, RegExp]>([
  [
    'a setting',
    { settings: { onMissingData: 'alert' } },
    /^monitor failed is invalid: settings.onMissingData: Invalid option: expected one of "default"/,
  ],
  [
    'a metric',
    { query: props.query.replace('failed', 'faild') },
    /is invalid: unknown metric aws.states.executions_faild/,
  ],
  ['a query', { query: 'sum(last_5m):' }, /^monitor failed is invalid: /],
  ['a variable', { summary: '{{host.name}} failed' }, /^monitor failed is invalid: summary: /],
])('rejects a monitor with %s, as synth does', (_what, change, message) => {
  const monitor = metricAlert({ ...props, ...change });
  expect(() => simulated(monitor, testMonitoring, run)).toThrow(message);
});

describe('with a start', () => {
  const ticket = metricAlert({ ...props, severity: 'ticket' });
  const failing = { series: [series('aws.states.executions_failed', '0x9 1x800')], minutes: 800 };
  const release = downtime({
    id: 'release',
    scope: '*',
    monitors: { monitor: 'failed' },
    schedule: { from: '2026-11-30T10:00:00+09:00', to: '2026-11-30T11:00:00+09:00' },
  });
  const notificationsOf = (
    monitor: DeclaredMonitor,
    start: string | undefined,
    downtimes: readonly DeclaredDowntime[] = [],
  ) =>
    simulated(
      monitor,
      { ...testMonitoring, downtimes },
      { ...failing, ...(start !== undefined && { start }) },
    ).notifications.map(({ minute }) => minute);
  const first = (...args: Parameters<typeof notificationsOf>) => notificationsOf(...args)[0];

  test('tickets wait for working hours, and pages do not', () => {
    // two hours before working hours in Tokyo, on a Monday
    expect(first(ticket, '2026-11-30T07:00:00+09:00')).toBe(120);
    expect(first(failed, '2026-11-30T07:00:00+09:00')).toBeLessThan(60);
    expect(first(ticket, '2026-11-28T07:00:00+09:00')).toBeUndefined();
    expect(first(ticket, undefined)).toBeLessThan(60);
  });

  test('a declared downtime mutes its monitor', () => {
    expect(first(failed, '2026-11-30T10:00:00+09:00', [release])).toBe(60);
    expect(first(failed, '2026-12-01T10:00:00+09:00', [release])).toBeLessThan(60);
  });

  test('rejects an invalid start', () => {
    expect(() => notificationsOf(failed, 'tomorrow')).toThrow(
      'invalid start tomorrow: expected a time such as 2026-11-28T22:00Z',
    );
  });
});
