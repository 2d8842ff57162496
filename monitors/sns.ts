import { metricAlert } from './authoring/metric-alert';

/** Each message of the topic is an error of a function: one that reaches nobody counts. */
export const snsDeliveryFailed = metricAlert({
  id: 'sns_delivery_failed',
  name: '[SNS] NumberOfNotificationsFailed 監視',
  query: 'sum(last_15m):sum:aws.sns.number_of_notifications_failed{*} by {topicname}.as_count() >= 1',
  severity: 'ticket',
  runbook: 'alerts-delayed',
  happened: '{{value}} messages of the topic {{topicname.name}} did not reach a subscriber.',
  matters: 'Somebody who should hear of errors hears nothing.',
});
