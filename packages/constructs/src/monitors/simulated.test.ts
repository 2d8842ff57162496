import { series } from '@himeshima/datadog-monitors';
import { metricAlert } from './declare';
import { testMonitoring } from './monitoring.fixture';
import { simulated } from './simulated';

const failed = metricAlert({
  id: 'failed',
  name: 'x',
  query: 'sum(last_5m):sum:aws.states.executions_failed{*}.as_count() >= 1',
  severity: 'page',
  runbook: 'x',
  summary: 'x',
  impact: 'x',
});

test('rejects series of unknown metrics, which would never cause an alert', () => {
  const misspelt = series('aws.states.executions_faild', '9x30');
  expect(() => simulated(failed, testMonitoring, { series: [misspelt], minutes: 30 })).toThrow(
    'unknown metric aws.states.executions_faild; check the spelling',
  );
});
