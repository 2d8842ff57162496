import { composite } from './authoring/composite';
import { metricAlert } from './authoring/metric-alert';
import { sloAlert } from './authoring/slo-alert';

/*
 * Two windows each: the long one says that it matters, the short one that it still goes on. 14.4 over an hour burns 2 %
 * of a month's budget, 6 over six hours 5 % (D/service_level_objectives/burn_rate; Google, SRE Workbook, "Alerting on
 * SLOs"). The book's short window for the fast one is 5 minutes: here it would always be empty, since CloudWatch's figures
 * come 12 minutes late and an SLO alert has no evaluation_delay. With CloudWatch metric streams it could be 5 minutes. Three late reports of a small fleet at night burn as fast, so a page asks for enough events too: Datadog's
 * own guide composes it so (D/monitors/guide/composite_use_cases, "Error rates"). The slow burn is a ticket without that.
 */

export const messageStoredBurnsFast = sloAlert({
  id: 'message_stored_burns_fast',
  name: '[SLO] Message → table: burn rate 14.4',
  query: 'burn_rate("message_stored_within_60s").over("30d").long_window("1h").short_window("30m") > 14.4',
  severity: 'signal',
  runbook: 'slo-burns',
  happened: 'One report in seven or more was stored late or never, over an hour and over its last half.',
  matters: "So the month's budget of late reports is gone in two days.",
});

/** A hundred an hour: 15 late ones among them are more than a device or two. */
export const messagesEnough = metricAlert({
  id: 'messages_enough',
  name: '[SLO] Message → table: enough reports',
  query: 'sum(last_1h):sum:himeshima.power_report_stored{*}.as_count() >= 100',
  severity: 'signal',
  runbook: 'slo-burns',
  happened: 'At least 100 reports were stored within an hour: enough for a burn rate to mean something.',
  matters: 'It lets the burn rate page, and is no trouble itself.',
});

export const messageStoredFailing = composite({
  id: 'message_stored_failing',
  name: '[SLO] Message → table 監視',
  query: 'message_stored_burns_fast && messages_enough',
  severity: 'page',
  runbook: 'slo-burns',
  happened: 'One report in seven or more is stored late or never, and there are many of them.',
  matters: "Whoever looks at the table sees lights as off that are on; the month's budget is gone in two days.",
});

export const messageStoredBurnsSlowly = sloAlert({
  id: 'message_stored_burns_slowly',
  name: '[SLO] Message → table: burn rate 6 監視',
  query: 'burn_rate("message_stored_within_60s").over("30d").long_window("6h").short_window("30m") > 6',
  severity: 'ticket',
  runbook: 'slo-burns',
  happened: 'Six reports in a hundred or more were stored late or never for six hours.',
  matters: "The month's budget of late reports is gone in five days.",
});

export const commandBurnsFast = sloAlert({
  id: 'command_burns_fast',
  name: '[SLO] Command success: burn rate 14.4',
  query: 'burn_rate("command_success").over("30d").long_window("1h").short_window("30m") > 14.4',
  severity: 'signal',
  runbook: 'slo-burns',
  happened: 'Seven commands in ten or more failed, over an hour and over its last half.',
  matters: "So the month's budget of failed commands is gone in two days.",
});

/** Fifty an hour: with seven in ten failing, it takes 36 commands to page. */
export const commandsEnough = metricAlert({
  id: 'commands_enough',
  name: '[SLO] Command success: enough commands',
  query: 'sum(last_1h):sum:himeshima.command_ended{*}.as_count() >= 50',
  severity: 'signal',
  runbook: 'slo-burns',
  happened: 'At least 50 commands ended within an hour: enough for a burn rate to mean something.',
  matters: 'It lets the burn rate page, and is no trouble itself.',
});

export const commandFailing = composite({
  id: 'command_failing',
  name: '[SLO] Command success 監視',
  query: 'command_burns_fast && commands_enough',
  severity: 'page',
  runbook: 'slo-burns',
  happened: 'Seven commands in ten or more fail, and there are many of them.',
  matters: 'Nobody can switch lights: this is the platform, not a device.',
});

export const commandBurnsSlowly = sloAlert({
  id: 'command_burns_slowly',
  name: '[SLO] Command success: burn rate 6 監視',
  query: 'burn_rate("command_success").over("30d").long_window("6h").short_window("30m") > 6',
  severity: 'ticket',
  runbook: 'slo-burns',
  happened: 'Three commands in ten or more failed for six hours.',
  matters: "The month's budget of failed commands is gone in five days.",
});

export const apiBurnsFast = sloAlert({
  id: 'api_burns_fast',
  name: '[SLO] API answers: burn rate 14.4',
  query: 'burn_rate("api_available").over("30d").long_window("1h").short_window("30m") > 14.4',
  severity: 'signal',
  runbook: 'slo-burns',
  happened: 'Seven requests in a hundred or more failed, over an hour and over its last half.',
  matters: "So the month's budget of failed requests is gone in two days.",
});

export const apiLateBurnsFast = sloAlert({
  id: 'api_late_burns_fast',
  name: '[SLO] API answers under 300 ms: burn rate 14.4',
  query: 'burn_rate("api_answered_within_300ms").over("30d").long_window("1h").short_window("30m") > 14.4',
  severity: 'signal',
  runbook: 'slo-burns',
  happened: 'One request in seven or more was answered late, over an hour and over its last half.',
  matters: "So the month's budget of late answers is gone in two days.",
});

/** Two hundred an hour: 15 failed ones among them are more than one page that somebody reloads. */
export const requestsEnough = metricAlert({
  id: 'requests_enough',
  name: '[SLO] API: enough requests',
  query: 'sum(last_1h):sum:aws.apigateway.count{stage:v1}.as_count() >= 200',
  severity: 'signal',
  runbook: 'slo-burns',
  happened: 'At least 200 requests came within an hour: enough for a burn rate to mean something.',
  matters: 'It lets the burn rates page, and is no trouble itself.',
});

export const apiFailing = composite({
  id: 'api_failing',
  name: '[SLO] API 監視',
  query: '(api_burns_fast || api_late_burns_fast) && requests_enough',
  severity: 'page',
  runbook: 'slo-burns',
  happened: 'Seven requests in a hundred fail, or one in seven is answered late, and there are many of them.',
  matters: 'People see errors, or wait, instead of their devices.',
});

export const apiBurnsSlowly = sloAlert({
  id: 'api_burns_slowly',
  name: '[SLO] API answers: burn rate 6 監視',
  query: 'burn_rate("api_available").over("30d").long_window("6h").short_window("30m") > 6',
  severity: 'ticket',
  runbook: 'slo-burns',
  happened: 'Three requests in a hundred or more failed for six hours.',
  matters: "The month's budget of failed requests is gone in five days.",
});

export const apiLateBurnsSlowly = sloAlert({
  id: 'api_late_burns_slowly',
  name: '[SLO] API answers under 300 ms: burn rate 6 監視',
  query: 'burn_rate("api_answered_within_300ms").over("30d").long_window("6h").short_window("30m") > 6',
  severity: 'ticket',
  runbook: 'slo-burns',
  happened: 'Six requests in a hundred or more were answered late for six hours.',
  matters: "The month's budget of late answers is gone in five days.",
});
