import { metricAlert } from './metric-alert';

/**
 * The talk's monitor with its very values, all of them written out. `{*}` is added, because Datadog refuses a metric
 * without a scope (docs/adr/0001).
 */
export const executionsFailed = metricAlert({
  id: 'states_executions_failed',
  name: '[Step Functions] ExecutionsFailed 監視',
  query: 'sum(last_5m):sum:aws.states.executions_failed{*}.as_count() >= 1',
  severity: 'page',
  runbook: 'step-functions-failed',
  message: 'A workflow execution failed: a command did not reach its device, or the device did not answer in time.',
  settings: {
    notifyNoData: false,
    renotifyInterval: 10,
    notifyAudit: false,
    timeoutH: 0,
    evaluationDelay: 900,
    includeTags: false,
    locked: false,
    newHostDelay: 300,
    noDataTimeframe: 10,
    requireFullWindow: false,
  },
});
