import { metricAlert } from '@himeshima/constructs/monitors';

/** Each message of the topic reports an error of a function, so the first failed delivery alerts. */
export const snsDeliveryFailed = metricAlert({
  id: 'sns_delivery_failed',
  name: '[SNS] NumberOfNotificationsFailed 監視',
  query: 'sum(last_15m):sum:aws.sns.number_of_notifications_failed{*} by {topicname}.as_count() >= 1',
  severity: 'ticket',
  runbook: 'alerts-delayed',
  summary: '{{value}} messages of the topic {{topicname.name}} could not be delivered to a subscriber.',
  impact: 'A recipient of error reports does not receive them.',
});
