import { composite, metricAlert, sloAlert } from '@himeshima/constructs/monitors';

/* slos.ts explains the windows and the minimum event counts. */

export const apiBurnsFast = sloAlert({
  id: 'api_burns_fast',
  name: '[SLO] API answers: burn rate 14.4',
  query: 'burn_rate("api_available").over("30d").long_window("1h").short_window("30m") > 14.4',
  severity: 'signal',
  runbook: 'slo-burns',
  summary: 'In both the last hour and the last 30 minutes, more than 7.2% of requests failed.',
  impact: 'At this rate, the monthly error budget lasts two days.',
});

export const apiLateBurnsFast = sloAlert({
  id: 'api_late_burns_fast',
  name: '[SLO] API answers under 300 ms: burn rate 14.4',
  query: 'burn_rate("api_answered_within_300ms").over("30d").long_window("1h").short_window("30m") > 14.4',
  severity: 'signal',
  runbook: 'slo-burns',
  summary: 'In both the last hour and the last 30 minutes, more than 14.4% of requests were answered late.',
  impact: 'At this rate, the monthly error budget lasts two days.',
});

/** At 200 requests per hour, an alert requires 15 failed requests, more than one user who reloads a web page would cause. */
export const requestsEnough = metricAlert({
  id: 'requests_enough',
  name: '[SLO] API: enough requests',
  query: 'sum(last_1h):sum:aws.apigateway.count{stage:v1}.as_count() >= 200',
  severity: 'signal',
  runbook: 'slo-burns',
  summary: 'At least 200 requests arrived within an hour, enough for a meaningful burn rate.',
  impact: 'This condition only enables burn-rate pages. It is not a problem by itself.',
});

export const apiFailing = composite({
  id: 'api_failing',
  name: '[SLO] API 監視',
  query: '(api_burns_fast || api_late_burns_fast) && requests_enough',
  severity: 'page',
  runbook: 'slo-burns',
  summary:
    'More than 7.2% of the requests failed, or more than 14.4% took too long (at least 200 requests within an hour).',
  impact: 'Users see errors or wait, and cannot reach their devices.',
});

export const apiBurnsSlowly = sloAlert({
  id: 'api_burns_slowly',
  name: '[SLO] API answers: burn rate 6 監視',
  query: 'burn_rate("api_available").over("30d").long_window("6h").short_window("30m") > 6',
  severity: 'ticket',
  runbook: 'slo-burns',
  summary: 'Over six hours, more than 3% of requests failed.',
  impact: 'At this rate, the monthly error budget lasts five days.',
});

export const apiLateBurnsSlowly = sloAlert({
  id: 'api_late_burns_slowly',
  name: '[SLO] API answers under 300 ms: burn rate 6 監視',
  query: 'burn_rate("api_answered_within_300ms").over("30d").long_window("6h").short_window("30m") > 6',
  severity: 'ticket',
  runbook: 'slo-burns',
  summary: 'Over six hours, more than 6% of requests took too long.',
  impact: 'At this rate, the monthly error budget lasts five days.',
});
