import { metricAlert } from './authoring/metric-alert';

/** Of a page that is gone nothing failed: API Gateway says 410. Half of the share of lambda_errors, for nothing is sent again. */
export const livePushFailed = metricAlert({
  id: 'live_push_failed',
  name: '[himeshima] LivePushFailed 監視',
  query:
    'sum(last_15m):sum:himeshima.live_push_failed{*} by {service}.as_count() / ' +
    '(sum:himeshima.live_pushed{*} by {service}.as_count() + 100) >= 0.05',
  severity: 'ticket',
  runbook: 'live-failing',
  happened: 'One message for a page was not taken where twenty were, five at the least, within 15 minutes.',
  matters: 'Pages show what was before, and nobody tells them.',
  criticalRecovery: 0.02,
});
