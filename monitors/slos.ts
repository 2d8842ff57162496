import { type DeclaredSlo, metricSlo } from './authoring/metric-slo';

/**
 * From the moment at which AWS IoT took a report to the moment at which the table has it. What was stored late and what
 * was never stored is bad: `async_events_dropped` counts the events that Lambda gave up. The first retry of a failed
 * event comes after a minute (Lambda developer guide, "Asynchronous invocation"), so a retry is late already.
 */
export const messageStored = metricSlo({
  id: 'message_stored_within_60s',
  name: 'Message → table under 60 s',
  description: 'A report that a light is on stands in the table device-power within 60 s.',
  target: 99,
  warning: 99.5,
  days: 30,
  good: 'sum:himeshima.power_report_stored_in_time{*}.as_count()',
  total:
    'sum:himeshima.power_report_stored{*}.as_count() + ' +
    'sum:aws.lambda.async_events_dropped{functionname:power-on}.as_count()',
});

/**
 * By the function that ends them. A command fails where its device is silent until it expires: lights are switched off at
 * the wall, so that some always are. One that was called off, or that another was in the way of, has neither succeeded nor
 * failed. Where the function itself fails, nothing is counted: `states_executions_failed` tells.
 */
export const commandSucceeded = metricSlo({
  id: 'command_success',
  name: 'Command success',
  description: 'A power command reaches its device, and the device obeys before the command expires.',
  target: 95,
  warning: 97,
  days: 30,
  good: 'sum:himeshima.command_succeeded{*}.as_count()',
  total: 'sum:himeshima.command_ended{*}.as_count()',
});

/**
 * A request that fails because of the platform; one that is refused has its answer. Figures of a stage alone: those of
 * the whole API hold them once more.
 */
export const apiAvailable = metricSlo({
  id: 'api_available',
  name: 'API answers',
  description: 'A request to the API gets an answer that is no failure of the platform.',
  target: 99.5,
  warning: 99.7,
  days: 30,
  good: 'sum:aws.apigateway.count{stage:v1}.as_count() - sum:aws.apigateway.5xxerror{stage:v1}.as_count()',
  total: 'sum:aws.apigateway.count{stage:v1}.as_count()',
});

/** By the function, which counts each request: CloudWatch tells percentiles, which do not add up over a month. */
export const apiInTime = metricSlo({
  id: 'api_answered_within_300ms',
  name: 'API answers under 300 ms',
  description: 'A request that has come to the function is answered within 300 ms; a cold start is not counted.',
  target: 99,
  warning: 99.5,
  days: 30,
  good: 'sum:himeshima.api_answered_in_time{*}.as_count()',
  total: 'sum:himeshima.api_answered{*}.as_count()',
});

/** Every SLO. */
export const slos: readonly DeclaredSlo[] = [messageStored, commandSucceeded, apiAvailable, apiInTime];
