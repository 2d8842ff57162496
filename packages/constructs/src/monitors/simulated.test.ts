import { series } from '@himeshima/datadog-monitors';
import { metricAlert } from './declare';
import { testMonitoring } from './monitoring.fixture';
import { simulated } from './simulated';

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
