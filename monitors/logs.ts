import { metricAlert } from '@himeshima/constructs/monitors';

export const logForwardingFailed = metricAlert({
  id: 'log_forwarding_failed',
  name: '[CloudWatch Logs] DeliveryErrors 監視',
  query: 'sum(last_15m):sum:aws.logs.delivery_errors{*}.as_count() >= 1',
  severity: 'page',
  runbook: 'alerts-delayed',
  summary: 'CloudWatch Logs could not write log lines to AlertMessageStream.',
  impact: 'Function errors are not reported to anyone.',
});

/** Throttled deliveries are retried for 24 hours (CloudWatch Logs, "Monitoring with CloudWatch metrics"). */
export const logForwardingThrottled = metricAlert({
  id: 'log_forwarding_throttled',
  name: '[CloudWatch Logs] DeliveryThrottling 監視',
  query: 'sum(last_15m):sum:aws.logs.delivery_throttling{*}.as_count() >= 10',
  severity: 'ticket',
  runbook: 'kinesis-throttled',
  summary: 'CloudWatch Logs was throttled {{value}} times while writing to AlertMessageStream.',
  impact: 'Function errors are reported late. After 24 hours, they are dropped.',
});
