import { metricAlert } from './authoring/metric-alert';

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
  happened: 'A workflow execution failed.',
  matters: 'A command did not reach its device, or the device did not answer in time.',
  accepts: { 'renotify-without-end': 'It says so every 10 minutes while it lasts, as the talk has it.' },
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

/** A task that times out is caught and fails; this is the whole execution, which has no limit of its own yet. */
export const executionsTimedOut = metricAlert({
  id: 'states_executions_timed_out',
  name: '[Step Functions] ExecutionsTimedOut 監視',
  query: 'sum(last_5m):sum:aws.states.executions_timed_out{*} by {statemachinearn}.as_count() >= 1',
  severity: 'page',
  runbook: 'step-functions-failed',
  happened: 'An execution of {{statemachinearn.name}} ran out of time.',
  matters: 'Nobody knows whether its command reached the device.',
});

/**
 * People abort: one is somebody at work, five are somebody who fights with it. So does a Map of which too many items have
 * failed, with those that wait; their commands go on.
 */
export const executionsAborted = metricAlert({
  id: 'states_executions_aborted',
  name: '[Step Functions] ExecutionsAborted 監視',
  query: 'sum(last_15m):sum:aws.states.executions_aborted{*} by {statemachinearn}.as_count() >= 5',
  severity: 'ticket',
  runbook: 'step-functions-failed',
  happened: '{{value}} executions of {{statemachinearn.name}} were stopped by hand or by a script.',
  matters: 'Their commands are neither done nor failed, and no other monitor tells.',
});

/** State transitions beyond the quota are delayed, not lost (Step Functions developer guide, "Quotas"). */
export const executionsThrottled = metricAlert({
  id: 'states_executions_throttled',
  name: '[Step Functions] ExecutionThrottled 監視',
  query: 'sum(last_15m):sum:aws.states.execution_throttled{*} by {statemachinearn}.as_count() >= 10',
  severity: 'ticket',
  runbook: 'step-functions-failed',
  happened: '{{statemachinearn.name}} was throttled {{value}} times within 15 minutes.',
  matters: 'Commands come late, and a device that is asked too late answers too late.',
});
