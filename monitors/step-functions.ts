import { metricAlert } from '@himeshima/constructs/monitors';

/**
 * The monitor from the conference talk, with the same values. `{*}` is added because Datadog rejects a metric without a scope
 * (docs/adr/0001).
 */
export const executionsFailed = metricAlert({
  id: 'states_executions_failed',
  name: '[Step Functions] ExecutionsFailed 監視',
  query: 'sum(last_5m):sum:aws.states.executions_failed{*}.as_count() >= 1',
  severity: 'page',
  runbook: 'step-functions-failed',
  summary: 'A workflow execution failed.',
  impact: 'A command did not reach its device, or the device did not answer in time.',
  accepts: {
    'renotify-without-end': 'The monitor from the talk renotifies every 10 minutes for as long as the alert lasts.',
  },
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

/**
 * The workflows catch task timeouts and fail the execution. This metric counts timeouts of entire executions;
 * no workflow has such a timeout yet.
 */
export const executionsTimedOut = metricAlert({
  id: 'states_executions_timed_out',
  name: '[Step Functions] ExecutionsTimedOut 監視',
  query: 'sum(last_5m):sum:aws.states.executions_timed_out{*} by {statemachinearn}.as_count() >= 1',
  severity: 'page',
  runbook: 'step-functions-failed',
  summary: 'An execution of {{statemachinearn.name}} timed out.',
  impact: 'It is unknown whether the command reached the device.',
});

/**
 * Operators sometimes abort executions: one abort is routine, five are an incident. A Map state also aborts its pending items
 * when too many have failed, although those items' commands continue.
 */
export const executionsAborted = metricAlert({
  id: 'states_executions_aborted',
  name: '[Step Functions] ExecutionsAborted 監視',
  query: 'sum(last_15m):sum:aws.states.executions_aborted{*} by {statemachinearn}.as_count() >= 5',
  severity: 'ticket',
  runbook: 'step-functions-failed',
  summary: '{{value}} executions of {{statemachinearn.name}} were stopped manually or by a script.',
  impact: 'The commands of these executions neither succeed nor fail, and no other monitor reports them.',
});

/** State transitions beyond the quota are delayed, not lost (Step Functions developer guide, "Quotas"). */
export const executionsThrottled = metricAlert({
  id: 'states_executions_throttled',
  name: '[Step Functions] ExecutionThrottled 監視',
  query: 'sum(last_15m):sum:aws.states.execution_throttled{*} by {statemachinearn}.as_count() >= 10',
  severity: 'ticket',
  runbook: 'step-functions-failed',
  summary: '{{statemachinearn.name}} was throttled {{value}} times within 15 minutes.',
  impact: 'Commands reach their devices late and may expire before the device answers.',
});
