import { type DeclaredSlo, metricSlo } from '@himeshima/constructs/monitors';

/*
 * Windows of the SLO burn-rate alerts: the long window shows that the problem is significant, and the short window shows that it
 * continues. A burn rate of 14.4 for an hour consumes 2% of a monthly error budget, and a rate of 6 for six hours consumes 5%
 * (docs.datadoghq.com/service_level_objectives/burn_rate; Google, SRE Workbook, "Alerting on SLOs"). The book uses a short window
 * of 5 minutes for the fast burn. That window would always be empty here, because CloudWatch metrics arrive 12 minutes late and
 * an SLO alert has no evaluation_delay; with CloudWatch metric streams, the short window could be 5 minutes.
 *
 * At night, three late reports from a small fleet produce such a burn rate, so a page also requires enough events, as in
 * Datadog's guide (docs.datadoghq.com/monitors/guide/composite_use_cases, "Error rates"). The slow burn creates a ticket and
 * requires no minimum.
 */

/**
 * Time between a report's arrival at AWS IoT and its write to the table. Reports that are late or never stored count as bad:
 * `async_events_dropped` counts the events that Lambda discards. The first retry of a failed event follows after a minute
 * (Lambda developer guide, "Asynchronous invocation"), so every retried report is late.
 */
export const messageStored = metricSlo({
  id: 'message_stored_within_60s',
  name: 'Message → table under 60 s',
  description: 'Each "on" report from a light is stored in the device-power table within 60 s.',
  target: 99,
  warning: 99.5,
  days: 30,
  good: 'sum:himeshima.power_report_stored_in_time{*}.as_count()',
  total:
    'sum:himeshima.power_report_stored{*}.as_count() + ' +
    'sum:aws.lambda.async_events_dropped{functionname:power-on}.as_count()',
});

/**
 * The function that completes commands also counts commands. A command fails if its device does not answer before the
 * expiry; some lights are always switched off at the wall, so some failures are normal. Cancelled commands, and
 * commands rejected because of another command, count as neither success nor failure. If the function itself fails,
 * nothing is counted, but `states_executions_failed` alerts.
 */
export const commandSucceeded = metricSlo({
  id: 'command_success',
  name: 'Command success',
  description: 'A power command reaches its device, and the device executes it before the command expires.',
  target: 95,
  warning: 97,
  days: 30,
  good: 'sum:himeshima.command_succeeded{*}.as_count()',
  total: 'sum:himeshima.command_ended{*}.as_count()',
});

/**
 * Counts platform failures; rejected requests count as successful answers. Uses only the stage's metrics, because
 * the API's metrics count the same requests again.
 */
export const apiAvailable = metricSlo({
  id: 'api_available',
  name: 'API answers',
  description: 'A request to the API is answered without a server error.',
  target: 99.5,
  warning: 99.7,
  days: 30,
  good: 'sum:aws.apigateway.count{stage:v1}.as_count() - sum:aws.apigateway.5xxerror{stage:v1}.as_count()',
  total: 'sum:aws.apigateway.count{stage:v1}.as_count()',
});

/**
 * The function itself counts all requests and the timely answers, because CloudWatch percentiles cannot be added up over a month.
 */
export const apiInTime = metricSlo({
  id: 'api_answered_within_300ms',
  name: 'API answers under 300 ms',
  description: 'The function answers a request within 300 ms; cold starts are excluded.',
  target: 99,
  warning: 99.5,
  days: 30,
  good: 'sum:himeshima.api_answered_in_time{*}.as_count()',
  total: 'sum:himeshima.api_answered{*}.as_count()',
});

/** All SLOs of this platform. */
export const slos: readonly DeclaredSlo[] = [messageStored, commandSucceeded, apiAvailable, apiInTime];
