import { metricAlert } from '@himeshima/constructs/monitors';

/** Each message on the topic reports a function error, so the monitor alerts on the first failed delivery. */
export const snsDeliveryFailed = metricAlert({
  id: 'sns_delivery_failed',
  name: '[SNS] NumberOfNotificationsFailed 監視',
  query: 'sum(last_15m):sum:aws.sns.number_of_notifications_failed{*} by {topicname}.as_count() >= 1',
  severity: 'ticket',
  runbook: 'alerts-delayed',
  summary: '{{value}} messages on the topic {{topicname.name}} could not be delivered to a subscriber.',
  impact: 'A subscriber does not receive error reports.',
});
