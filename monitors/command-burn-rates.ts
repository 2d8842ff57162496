import { composite, metricAlert, sloAlert } from '@himeshima/constructs/monitors';

/* slos.ts explains the windows and the minimum event counts. */

export const commandBurnsFast = sloAlert({
  id: 'command_burns_fast',
  name: '[SLO] Command success: burn rate 14.4',
  query: 'burn_rate("command_success").over("30d").long_window("1h").short_window("30m") > 14.4',
  severity: 'signal',
  runbook: 'slo-burns',
  summary: 'In both the last hour and the last 30 minutes, more than 72% of commands failed.',
  impact: 'At this rate, the monthly error budget lasts two days.',
});

/** At 50 commands per hour, an alert requires 37 failed commands, more than 72%. */
export const commandsEnough = metricAlert({
  id: 'commands_enough',
  name: '[SLO] Command success: enough commands',
  query: 'sum(last_1h):sum:himeshima.command_ended{*}.as_count() >= 50',
  severity: 'signal',
  runbook: 'slo-burns',
  summary: 'At least 50 commands finished within an hour, enough for a meaningful burn rate.',
  impact: 'This condition only enables burn-rate pages. It is not a problem by itself.',
});

export const commandFailing = composite({
  id: 'command_failing',
  name: '[SLO] Command success 監視',
  query: 'command_burns_fast && commands_enough',
  severity: 'page',
  runbook: 'slo-burns',
  summary: 'More than 72% of the commands failed (at least 50 commands within an hour).',
  impact: 'Users cannot switch lights. This many failures point to the platform, not to devices.',
});

export const commandBurnsSlowly = sloAlert({
  id: 'command_burns_slowly',
  name: '[SLO] Command success: burn rate 6 監視',
  query: 'burn_rate("command_success").over("30d").long_window("6h").short_window("30m") > 6',
  severity: 'ticket',
  runbook: 'slo-burns',
  summary: 'Over six hours, more than 30% of commands failed.',
  impact: 'At this rate, the monthly error budget lasts five days.',
});
