import { metricAlert } from './authoring/metric-alert';

/**
 * A share, not a count: single failures are told one by one by alert-message, with their log line. An event that cannot
 * be processed fails three times, once and in two retries, so 50 stand in the denominator: it takes six failures, two
 * events that is, however few there are (six of six are 0.107), and 11 % of a thousand. A tenth is what
 * DataDog/serverless-plugin-datadog ships; claranet/terraform-datadog-monitors takes 30 % over an hour.
 */
export const lambdaErrors = metricAlert({
  id: 'lambda_errors',
  name: '[Lambda] Errors 監視',
  query:
    'sum(last_15m):sum:aws.lambda.errors{*} by {functionname}.as_count() / ' +
    '(sum:aws.lambda.invocations{*} by {functionname}.as_count() + 50) >= 0.1',
  severity: 'page',
  runbook: 'lambda-errors',
  happened: 'A tenth or more of the invocations of {{functionname.name}} failed within 15 minutes, six at the least.',
  matters: 'What they should have done is not done. Events are tried three times, and then wait in failed-events.',
  warning: 0.05,
  criticalRecovery: 0.07,
});

/** claranet warns at 3 an hour, CMSgov/cdap at 10: throttled events are retried for 6 hours. */
export const lambdaThrottles = metricAlert({
  id: 'lambda_throttles',
  name: '[Lambda] Throttles 監視',
  query: 'sum(last_15m):sum:aws.lambda.throttles{*} by {functionname}.as_count() >= 10',
  severity: 'ticket',
  runbook: 'lambda-throttles',
  happened: '{{functionname.name}} was throttled {{value}} times within 15 minutes.',
  matters:
    'It is at its reserved concurrency, or the account is at its limit. Events wait and are retried for 6 hours.',
});

/**
 * 80 % of the 50 that prod reserves for each function that devices or clients invoke (config/prod.ts). Elsewhere, and for
 * functions that share the account's limit, lambda_throttles reports it; readers of streams never exceed their shards.
 */
export const lambdaConcurrency = metricAlert({
  id: 'lambda_concurrency',
  name: '[Lambda] ConcurrentExecutions 監視',
  query:
    'max(last_15m):max:aws.lambda.concurrent_executions.maximum{functionname IN (api,live-authorizer,live-connections,' +
    'live-push,power-confirm,power-on,rotate-answer)} by {functionname} >= 40',
  severity: 'ticket',
  runbook: 'lambda-throttles',
  happened: '{{functionname.name}} had {{value}} concurrent executions; 50 are reserved for it.',
  matters: 'With a little more traffic, or a slower table, its events and requests are throttled.',
  criticalRecovery: 30,
});

/** 80 % of the 10 s after which a function is cut off. */
export const lambdaSlow = metricAlert({
  id: 'lambda_slow',
  name: '[Lambda] Duration 監視',
  query:
    'max(last_15m):max:aws.lambda.duration.maximum{!functionname:alert-message,!functionname:provisioning-hook,' +
    '!functionname:timer-event} ' +
    'by {functionname} >= 8000',
  severity: 'ticket',
  runbook: 'lambda-slow',
  happened: '{{functionname.name}} took {{value}} ms; after 10 s it is cut off.',
  matters: 'The next slow call fails, and is tried again from the start.',
  criticalRecovery: 6000,
});

/** 80 % of the 30 s that alert-message has, for the five records of a batch. */
export const lambdaAlertMessageSlow = metricAlert({
  id: 'lambda_alert_message_slow',
  name: '[Lambda] Duration 監視 (alert-message)',
  query: 'max(last_15m):max:aws.lambda.duration.maximum{functionname:alert-message} by {functionname} >= 24000',
  severity: 'ticket',
  runbook: 'lambda-slow',
  happened: '{{functionname.name}} took {{value}} ms; after 30 s it is cut off.',
  matters: 'A batch that is cut off is halved and sent again: alerts come twice, and late.',
  criticalRecovery: 18000,
});

/** 80 % of the 5 s that AWS IoT waits for the hook. */
export const lambdaProvisioningHookSlow = metricAlert({
  id: 'lambda_provisioning_hook_slow',
  name: '[Lambda] Duration 監視 (provisioning-hook)',
  query: 'max(last_15m):max:aws.lambda.duration.maximum{functionname:provisioning-hook} by {functionname} >= 4000',
  severity: 'ticket',
  runbook: 'lambda-slow',
  happened: '{{functionname.name}} took {{value}} ms; after 5 s AWS IoT refuses the device.',
  matters: 'A device that is refused stays without a certificate until it asks again.',
  criticalRecovery: 3000,
});

/** 80 % of the two minutes that timer-event has for a day's archive. */
export const lambdaTimerEventSlow = metricAlert({
  id: 'lambda_timer_event_slow',
  name: '[Lambda] Duration 監視 (timer-event)',
  query: 'max(last_15m):max:aws.lambda.duration.maximum{functionname:timer-event} by {functionname} >= 96000',
  severity: 'ticket',
  runbook: 'lambda-slow',
  happened: '{{functionname.name}} took {{value}} ms; after 120 s it is cut off.',
  matters: 'A day that is too large has no digest.',
  criticalRecovery: 72000,
});

/** What alert-message does not read, nobody is told; what telemetry-writer does not read, no room shows. */
export const lambdaIteratorAge = metricAlert({
  id: 'lambda_iterator_age',
  name: '[Lambda] IteratorAge 監視',
  query: 'max(last_10m):max:aws.lambda.iterator_age.maximum{*} by {functionname} >= 900000',
  severity: 'page',
  runbook: 'alerts-delayed',
  happened: '{{functionname.name}} is 15 minutes or more behind its stream.',
  matters: 'Alerts or measurements come late, and not at all once a record is older than its mapping takes.',
  criticalRecovery: 300000,
});

/** Events are given up after 6 hours: a sixth of that is time enough to act. */
export const lambdaEventsLate = metricAlert({
  id: 'lambda_events_late',
  name: '[Lambda] AsyncEventAge 監視',
  query: 'max(last_15m):max:aws.lambda.async_event_age.maximum{*} by {functionname} >= 3600000',
  severity: 'ticket',
  runbook: 'lambda-throttles',
  happened: 'An event waited an hour or more for {{functionname.name}}.',
  matters: 'It is throttled or fails again and again; after 6 hours the event goes to failed-events.',
  criticalRecovery: 600000,
});

/** The queue was the last place to keep it. */
export const lambdaFailuresLost = metricAlert({
  id: 'lambda_failures_lost',
  name: '[Lambda] DestinationDeliveryFailures 監視',
  query: 'sum(last_15m):sum:aws.lambda.destination_delivery_failures{*} by {functionname}.as_count() >= 1',
  severity: 'page',
  runbook: 'failures-lost',
  happened: 'An event that {{functionname.name}} could not process could not be kept either.',
  matters: 'It is lost: the role or the key lets nobody send to the queue.',
});
