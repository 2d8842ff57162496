import { metricAlert } from './authoring/metric-alert';

export const logForwardingFailed = metricAlert({
  id: 'log_forwarding_failed',
  name: '[CloudWatch Logs] DeliveryErrors 監視',
  query: 'sum(last_15m):sum:aws.logs.delivery_errors{*}.as_count() >= 1',
  severity: 'page',
  runbook: 'alerts-delayed',
  happened: 'CloudWatch Logs could not put lines into AlertMessageStream.',
  matters: 'Errors of functions are told to nobody.',
});

/** Throttled deliveries are retried for 24 hours (CloudWatch Logs, "Monitoring with CloudWatch metrics"). */
export const logForwardingThrottled = metricAlert({
  id: 'log_forwarding_throttled',
  name: '[CloudWatch Logs] DeliveryThrottling 監視',
  query: 'sum(last_15m):sum:aws.logs.delivery_throttling{*}.as_count() >= 10',
  severity: 'ticket',
  runbook: 'kinesis-throttled',
  happened: 'CloudWatch Logs was throttled {{value}} times on its way to AlertMessageStream.',
  matters: 'Errors of functions are told late; after 24 hours of it they are dropped.',
});
