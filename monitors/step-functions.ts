import { metricAlert } from './metric-alert';

/** The talk's monitor, with its very values; `{*}` is added because Datadog refuses a metric without a scope. */
export const executionsFailed = metricAlert({
  id: 'states_executions_failed',
  name: '[Step Functions] ExecutionsFailed 監視',
  query: 'sum(last_5m):sum:aws.states.executions_failed{*}.as_count() >= 1',
  severity: 'page',
  runbook: 'step-functions-failed',
  message: 'A workflow execution failed: a command did not reach its device, or the device did not answer.',
});
