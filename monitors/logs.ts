import { metricAlert } from './metric-alert';

export const logForwardingFailed = metricAlert({
  id: 'log_forwarding_failed',
  name: '[CloudWatch Logs] DeliveryErrors 監視',
  query: 'sum(last_15m):sum:aws.logs.delivery_errors{*}.as_count() >= 1',
  severity: 'page',
  runbook: 'alerts-delayed',
  message: 'CloudWatch Logs could not put lines into AlertMessageStream: errors of functions are told to nobody.',
});
