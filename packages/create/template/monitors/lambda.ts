import { metricAlert } from '@himeshima/constructs/monitors';

/** Six failures mean two events, because Lambda attempts a failing event three times. */
export const lambdaErrors = metricAlert({
  id: 'lambda_errors',
  name: '[Lambda] Errors',
  query: 'sum(last_15m):sum:aws.lambda.errors{*} by {functionname}.as_count() >= 6',
  severity: 'page',
  runbook: 'functions',
  summary: '{{functionname.name}} failed {{value}} times within 15 minutes.',
  impact: 'The events are not processed. After three attempts, each event waits in the failed-events queue.',
});

export const lambdaThrottles = metricAlert({
  id: 'lambda_throttles',
  name: '[Lambda] Throttles',
  query: 'sum(last_15m):sum:aws.lambda.throttles{*} by {functionname}.as_count() >= 10',
  severity: 'ticket',
  runbook: 'functions',
  summary: '{{functionname.name}} was throttled {{value}} times within 15 minutes.',
  impact: 'The account has reached its limit of concurrent executions. Events are retried for 6 hours.',
});

/** Alerts at 80% of the limit of a new account, 1,000 concurrent executions. */
export const lambdaConcurrency = metricAlert({
  id: 'lambda_concurrency',
  name: '[Lambda] ConcurrentExecutions',
  query: 'max(last_15m):max:aws.lambda.concurrent_executions.maximum{*} by {functionname} >= 800',
  severity: 'ticket',
  runbook: 'functions',
  summary: '{{functionname.name}} had {{value}} concurrent executions; the limit of the account is 1,000.',
  impact: 'With a little more traffic, all functions of the account are throttled.',
  criticalRecovery: 600,
});

/** Alerts at 80% of the timeout of 10 s. */
export const lambdaSlow = metricAlert({
  id: 'lambda_slow',
  name: '[Lambda] Duration',
  query: 'max(last_15m):max:aws.lambda.duration.maximum{*} by {functionname} >= 8000',
  severity: 'ticket',
  runbook: 'functions',
  summary: '{{functionname.name}} took {{value}} ms; it times out after 10 s.',
  impact: 'Slower invocations will time out and be retried from the start.',
  criticalRecovery: 6000,
});

/** Lambda stops retrying events after 6 hours; an alert after one hour leaves time to act. */
export const lambdaEventsLate = metricAlert({
  id: 'lambda_events_late',
  name: '[Lambda] AsyncEventAge',
  query: 'max(last_15m):max:aws.lambda.async_event_age.maximum{*} by {functionname} >= 3600000',
  severity: 'ticket',
  runbook: 'functions',
  summary: 'An event has been waiting for {{functionname.name}} for at least an hour.',
  impact: 'The function is throttled or fails repeatedly. After 6 hours, the event moves to failed-events.',
  criticalRecovery: 600000,
});

/** An event that cannot reach its failure queue is not stored anywhere else. */
export const lambdaFailuresLost = metricAlert({
  id: 'lambda_failures_lost',
  name: '[Lambda] DestinationDeliveryFailures',
  query: 'sum(last_15m):sum:aws.lambda.destination_delivery_failures{*} by {functionname}.as_count() >= 1',
  severity: 'page',
  runbook: 'functions',
  summary:
    '{{functionname.name}} could not process an event, and Lambda could not send the event to the failure queue.',
  impact: 'The event is lost.',
});
