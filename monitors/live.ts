import { metricAlert } from '@himeshima/constructs/monitors';

/**
 * A push to a closed page is not a failure: API Gateway returns 410. The threshold is half the threshold of
 * lambda_errors, because pushes are not retried.
 */
export const livePushFailed = metricAlert({
  id: 'live_push_failed',
  name: '[himeshima] LivePushFailed 監視',
  query:
    'sum(last_15m):sum:himeshima.live_push_failed{*} by {service}.as_count() / ' +
    '(sum:himeshima.live_pushed{*} by {service}.as_count() + 100) >= 0.05',
  severity: 'ticket',
  runbook: 'live-failing',
  summary: 'At least 5 pushes to pages (5% or more) failed within 15 minutes.',
  impact: 'Pages show outdated values.',
  criticalRecovery: 0.02,
});
