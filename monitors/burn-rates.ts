import { composite, metricAlert, sloAlert } from '@himeshima/constructs/monitors';

/*
 * Each burn rate has two windows: the long window shows that the problem matters, the short window that it continues. 14.4 over
 * an hour burns 2 % of a monthly budget, 6 over six hours 5 % (D/service_level_objectives/burn_rate; Google, SRE Workbook,
 * "Alerting on SLOs"). The book uses a short window of 5 minutes for the fast burn. That window would always be empty here,
 * because CloudWatch metrics arrive 12 minutes late and an SLO alert has no evaluation_delay; with CloudWatch metric streams it
 * could be 5 minutes.
 *
 * Three late reports of a small fleet at night burn just as fast, so a page also requires enough events, as in Datadog's guide
 * (D/monitors/guide/composite_use_cases, "Error rates"). The slow burn is a ticket and does not require a number of events.
 */

export const messageStoredBurnsFast = sloAlert({
  id: 'message_stored_burns_fast',
  name: '[SLO] Message → table: burn rate 14.4',
  query: 'burn_rate("message_stored_within_60s").over("30d").long_window("1h").short_window("30m") > 14.4',
  severity: 'signal',
  runbook: 'slo-burns',
  summary: 'At least 14.4 % of reports were stored late or never during the last hour and its second half.',
  impact: 'At this rate, the monthly budget of late reports lasts two days.',
});

/** With a hundred reports per hour, a page needs 15 late reports, which means more than one or two devices. */
export const messagesEnough = metricAlert({
  id: 'messages_enough',
  name: '[SLO] Message → table: enough reports',
  query: 'sum(last_1h):sum:himeshima.power_report_stored{*}.as_count() >= 100',
  severity: 'signal',
  runbook: 'slo-burns',
  summary: 'At least 100 reports were stored within an hour, enough for a meaningful burn rate.',
  impact: 'This condition allows the burn rate to page. It is not a problem by itself.',
});

export const messageStoredFailing = composite({
  id: 'message_stored_failing',
  name: '[SLO] Message → table 監視',
  query: 'message_stored_burns_fast && messages_enough',
  severity: 'page',
  runbook: 'slo-burns',
  summary: 'At least 14.4 % of many reports are stored late or never.',
  impact: 'Readers of the table see lights as off that are on. At this rate, the monthly budget lasts two days.',
});

export const messageStoredBurnsSlowly = sloAlert({
  id: 'message_stored_burns_slowly',
  name: '[SLO] Message → table: burn rate 6 監視',
  query: 'burn_rate("message_stored_within_60s").over("30d").long_window("6h").short_window("30m") > 6',
  severity: 'ticket',
  runbook: 'slo-burns',
  summary: 'At least 6 % of reports were stored late or never for six hours.',
  impact: 'At this rate, the monthly budget of late reports lasts five days.',
});

export const commandBurnsFast = sloAlert({
  id: 'command_burns_fast',
  name: '[SLO] Command success: burn rate 14.4',
  query: 'burn_rate("command_success").over("30d").long_window("1h").short_window("30m") > 14.4',
  severity: 'signal',
  runbook: 'slo-burns',
  summary: 'At least 72 % of commands failed during the last hour and its second half.',
  impact: 'At this rate, the monthly budget of failed commands lasts two days.',
});

/** With 50 commands per hour and 72 % of them failing, a page needs 36 failed commands. */
export const commandsEnough = metricAlert({
  id: 'commands_enough',
  name: '[SLO] Command success: enough commands',
  query: 'sum(last_1h):sum:himeshima.command_ended{*}.as_count() >= 50',
  severity: 'signal',
  runbook: 'slo-burns',
  summary: 'At least 50 commands ended within an hour, enough for a meaningful burn rate.',
  impact: 'This condition allows the burn rate to page. It is not a problem by itself.',
});

export const commandFailing = composite({
  id: 'command_failing',
  name: '[SLO] Command success 監視',
  query: 'command_burns_fast && commands_enough',
  severity: 'page',
  runbook: 'slo-burns',
  summary: 'At least 72 % of many commands fail.',
  impact: 'Users cannot switch lights. So many failures are caused by the platform, not by devices.',
});

export const commandBurnsSlowly = sloAlert({
  id: 'command_burns_slowly',
  name: '[SLO] Command success: burn rate 6 監視',
  query: 'burn_rate("command_success").over("30d").long_window("6h").short_window("30m") > 6',
  severity: 'ticket',
  runbook: 'slo-burns',
  summary: 'At least 30 % of commands failed for six hours.',
  impact: 'At this rate, the monthly budget of failed commands lasts five days.',
});

export const apiBurnsFast = sloAlert({
  id: 'api_burns_fast',
  name: '[SLO] API answers: burn rate 14.4',
  query: 'burn_rate("api_available").over("30d").long_window("1h").short_window("30m") > 14.4',
  severity: 'signal',
  runbook: 'slo-burns',
  summary: 'At least 7.2 % of requests failed during the last hour and its second half.',
  impact: 'At this rate, the monthly budget of failed requests lasts two days.',
});

export const apiLateBurnsFast = sloAlert({
  id: 'api_late_burns_fast',
  name: '[SLO] API answers under 300 ms: burn rate 14.4',
  query: 'burn_rate("api_answered_within_300ms").over("30d").long_window("1h").short_window("30m") > 14.4',
  severity: 'signal',
  runbook: 'slo-burns',
  summary: 'At least 14.4 % of requests were answered late during the last hour and its second half.',
  impact: 'At this rate, the monthly budget of late answers lasts two days.',
});

/** With 200 requests per hour, a page needs 15 failed requests, which means more than one user who reloads a page. */
export const requestsEnough = metricAlert({
  id: 'requests_enough',
  name: '[SLO] API: enough requests',
  query: 'sum(last_1h):sum:aws.apigateway.count{stage:v1}.as_count() >= 200',
  severity: 'signal',
  runbook: 'slo-burns',
  summary: 'At least 200 requests arrived within an hour, enough for a meaningful burn rate.',
  impact: 'This condition allows the burn rates to page. It is not a problem by itself.',
});

export const apiFailing = composite({
  id: 'api_failing',
  name: '[SLO] API 監視',
  query: '(api_burns_fast || api_late_burns_fast) && requests_enough',
  severity: 'page',
  runbook: 'slo-burns',
  summary: 'At least 7.2 % of many requests fail, or at least 14.4 % are answered late.',
  impact: 'Users see errors or wait, and cannot reach their devices.',
});

export const apiBurnsSlowly = sloAlert({
  id: 'api_burns_slowly',
  name: '[SLO] API answers: burn rate 6 監視',
  query: 'burn_rate("api_available").over("30d").long_window("6h").short_window("30m") > 6',
  severity: 'ticket',
  runbook: 'slo-burns',
  summary: 'At least 3 % of requests failed for six hours.',
  impact: 'At this rate, the monthly budget of failed requests lasts five days.',
});

export const apiLateBurnsSlowly = sloAlert({
  id: 'api_late_burns_slowly',
  name: '[SLO] API answers under 300 ms: burn rate 6 監視',
  query: 'burn_rate("api_answered_within_300ms").over("30d").long_window("6h").short_window("30m") > 6',
  severity: 'ticket',
  runbook: 'slo-burns',
  summary: 'At least 6 % of requests were answered late for six hours.',
  impact: 'At this rate, the monthly budget of late answers lasts five days.',
});
