import { metricAlert } from './metric-alert';

export const snsDeliveryFailed = metricAlert({
  id: 'sns_delivery_failed',
  name: '[SNS] NumberOfNotificationsFailed 監視',
  query: 'sum(last_15m):sum:aws.sns.number_of_notifications_failed{*} by {topicname}.as_count() >= 1',
  severity: 'ticket',
  runbook: 'alerts-delayed',
  message: 'A message of the topic {{topicname.name}} reached no subscriber.',
});
