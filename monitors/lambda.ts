import { metricAlert } from '@himeshima/constructs/monitors';
import { clientFunctions } from '../contracts/client-functions';

/**
 * Alerts on a rate instead of a count, because alert-message reports every failure with its log line. An event that cannot be
 * processed fails three times: the first attempt and two retries. The query adds 50 to the denominator, so an alert requires at
 * least six failures, that is, two events (6 / (6 + 50) = 0.107), or 11% of a thousand invocations.
 * DataDog/serverless-plugin-datadog ships 10%; claranet/terraform-datadog-monitors uses 30% over an hour.
 */
export const lambdaErrors = metricAlert({
  id: 'lambda_errors',
  name: '[Lambda] Errors 監視',
  query:
    'sum(last_15m):sum:aws.lambda.errors{*} by {functionname}.as_count() / ' +
    '(sum:aws.lambda.invocations{*} by {functionname}.as_count() + 50) >= 0.1',
  severity: 'page',
  runbook: 'lambda-errors',
  summary: 'At least 6 invocations of {{functionname.name}} (10% or more) failed within 15 minutes.',
  impact: 'The events are not processed. After three attempts, each event waits in the failed-events queue.',
  warning: 0.05,
  criticalRecovery: 0.07,
});

/** claranet warns at 3 throttles per hour, CMSgov/cdap at 10. Throttled events are retried for 6 hours. */
export const lambdaThrottles = metricAlert({
  id: 'lambda_throttles',
  name: '[Lambda] Throttles 監視',
  query: 'sum(last_15m):sum:aws.lambda.throttles{*} by {functionname}.as_count() >= 10',
  severity: 'ticket',
  runbook: 'lambda-throttles',
  summary: '{{functionname.name}} was throttled {{value}} times within 15 minutes.',
  impact:
    'The function has reached its reserved concurrency, or the account has reached its limit. Events are retried for 6 hours.',
});

/**
 * Alerts at 80% of the 50 executions that prod reserves for each function invoked by devices or clients (config/prod.ts).
 * In other environments, and for functions without a reservation, lambda_throttles alerts instead. The concurrency of
 * stream readers is limited by the number of shards.
 */
export const lambdaConcurrency = metricAlert({
  id: 'lambda_concurrency',
  name: '[Lambda] ConcurrentExecutions 監視',
  query:
    `max(last_15m):max:aws.lambda.concurrent_executions.maximum{functionname IN (${clientFunctions.join(',')})} ` +
    'by {functionname} >= 40',
  severity: 'ticket',
  runbook: 'lambda-throttles',
  summary: '{{functionname.name}} had {{value}} concurrent executions; prod reserves 50 for it.',
  impact: "With slightly more traffic or a slower table, the function's events and requests will be throttled.",
  criticalRecovery: 30,
});

/** Alerts at 80% of the 10 s timeout. */
export const lambdaSlow = metricAlert({
  id: 'lambda_slow',
  name: '[Lambda] Duration 監視',
  query:
    'max(last_15m):max:aws.lambda.duration.maximum{!functionname:alert-message,!functionname:provisioning-hook,' +
    '!functionname:timer-event} ' +
    'by {functionname} >= 8000',
  severity: 'ticket',
  runbook: 'lambda-slow',
  summary: '{{functionname.name}} took {{value}} ms; it times out after 10 s.',
  impact: 'Slower invocations will time out and be retried from the start.',
  criticalRecovery: 6000,
});

/** Alerts at 80% of the 30 s in which alert-message must process a batch of five records. */
export const lambdaAlertMessageSlow = metricAlert({
  id: 'lambda_alert_message_slow',
  name: '[Lambda] Duration 監視 (alert-message)',
  query: 'max(last_15m):max:aws.lambda.duration.maximum{functionname:alert-message} by {functionname} >= 24000',
  severity: 'ticket',
  runbook: 'lambda-slow',
  summary: '{{functionname.name}} took {{value}} ms; it times out after 30 s.',
  impact: 'A batch that times out is split and retried. Alerts arrive late and may arrive twice.',
  criticalRecovery: 18000,
});

/** Alerts at 80% of the 5 s that AWS IoT waits for the hook. */
export const lambdaProvisioningHookSlow = metricAlert({
  id: 'lambda_provisioning_hook_slow',
  name: '[Lambda] Duration 監視 (provisioning-hook)',
  query: 'max(last_15m):max:aws.lambda.duration.maximum{functionname:provisioning-hook} by {functionname} >= 4000',
  severity: 'ticket',
  runbook: 'lambda-slow',
  summary: '{{functionname.name}} took {{value}} ms; AWS IoT rejects the device after 5 s.',
  impact: 'A rejected device has no certificate until it retries.',
  criticalRecovery: 3000,
});

/** Alerts at 80% of the 2 minutes in which timer-event must read one day's archive. */
export const lambdaTimerEventSlow = metricAlert({
  id: 'lambda_timer_event_slow',
  name: '[Lambda] Duration 監視 (timer-event)',
  query: 'max(last_15m):max:aws.lambda.duration.maximum{functionname:timer-event} by {functionname} >= 96000',
  severity: 'ticket',
  runbook: 'lambda-slow',
  summary: '{{functionname.name}} took {{value}} ms; it times out after 120 s.',
  impact: 'If a day has too much data, its digest will be missing.',
  criticalRecovery: 72000,
});

/**
 * Errors in records that alert-message has not read are not reported.
 * Measurements that telemetry-writer has not read are missing from the table.
 */
export const lambdaIteratorAge = metricAlert({
  id: 'lambda_iterator_age',
  name: '[Lambda] IteratorAge 監視',
  query: 'max(last_10m):max:aws.lambda.iterator_age.maximum{*} by {functionname} >= 900000',
  severity: 'page',
  runbook: 'alerts-delayed',
  summary: '{{functionname.name}} is at least 15 minutes behind its stream.',
  impact:
    'Alerts or measurements arrive late. Records older than the maximum age in the event source mapping are skipped.',
  criticalRecovery: 300000,
});

/** Lambda stops retrying events after 6 hours; an alert after one hour leaves time to act. */
export const lambdaEventsLate = metricAlert({
  id: 'lambda_events_late',
  name: '[Lambda] AsyncEventAge 監視',
  query: 'max(last_15m):max:aws.lambda.async_event_age.maximum{*} by {functionname} >= 3600000',
  severity: 'ticket',
  runbook: 'lambda-throttles',
  summary: 'An event has been waiting for {{functionname.name}} for at least an hour.',
  impact: 'The function is throttled or fails repeatedly. After 6 hours, the event moves to failed-events.',
  criticalRecovery: 600000,
});

/** An event that cannot reach its failure queue is not stored anywhere else. */
export const lambdaFailuresLost = metricAlert({
  id: 'lambda_failures_lost',
  name: '[Lambda] DestinationDeliveryFailures 監視',
  query: 'sum(last_15m):sum:aws.lambda.destination_delivery_failures{*} by {functionname}.as_count() >= 1',
  severity: 'page',
  runbook: 'failures-lost',
  summary:
    '{{functionname.name}} could not process an event, and Lambda could not send the event to the failure queue.',
  impact: 'The event is lost. The role or the KMS key does not allow sending to the queue.',
});
