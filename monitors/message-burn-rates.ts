import { composite, metricAlert, sloAlert } from '@himeshima/constructs/monitors';

/* slos.ts explains the windows and the minimum event counts. */

export const messageStoredBurnsFast = sloAlert({
  id: 'message_stored_burns_fast',
  name: '[SLO] Message → table: burn rate 14.4',
  query: 'burn_rate("message_stored_within_60s").over("30d").long_window("1h").short_window("30m") > 14.4',
  severity: 'signal',
  runbook: 'slo-burns',
  summary: 'In both the last hour and the last 30 minutes, more than 14.4% of reports were stored late or never.',
  impact: 'At this rate, the monthly error budget lasts two days.',
});

/** At 100 reports per hour, an alert requires 15 late reports, more than one or two devices would cause. */
export const messagesEnough = metricAlert({
  id: 'messages_enough',
  name: '[SLO] Message → table: enough reports',
  query: 'sum(last_1h):sum:himeshima.power_report_stored{*}.as_count() >= 100',
  severity: 'signal',
  runbook: 'slo-burns',
  summary: 'At least 100 reports were stored within an hour, enough for a meaningful burn rate.',
  impact: 'This condition only enables burn-rate pages. It is not a problem by itself.',
});

export const messageStoredFailing = composite({
  id: 'message_stored_failing',
  name: '[SLO] Message → table 監視',
  query: 'message_stored_burns_fast && messages_enough',
  severity: 'page',
  runbook: 'slo-burns',
  summary: 'More than 14.4% of the reports were stored late or never (at least 100 reports within an hour).',
  impact:
    'Programs that read the table see lights as off although they are on. At this rate, the monthly error budget lasts two days.',
});

export const messageStoredBurnsSlowly = sloAlert({
  id: 'message_stored_burns_slowly',
  name: '[SLO] Message → table: burn rate 6 監視',
  query: 'burn_rate("message_stored_within_60s").over("30d").long_window("6h").short_window("30m") > 6',
  severity: 'ticket',
  runbook: 'slo-burns',
  summary: 'Over six hours, more than 6% of reports were stored late or not at all.',
  impact: 'At this rate, the monthly error budget lasts five days.',
});
