import { metricAlert } from '@himeshima/constructs/monitors';

/** All queues contain only failures, so a single message triggers an alert. The query has no scope, to cover new queues. */
export const deadLettersWaiting = metricAlert({
  id: 'dead_letters_waiting',
  name: '[SQS] ApproximateNumberOfMessagesVisible',
  query: 'max(last_5m):max:aws.sqs.approximate_number_of_messages_visible{*} by {queuename} >= 1',
  severity: 'ticket',
  runbook: 'messages',
  summary: '{{queuename.name}} contains {{value}} messages that could not be processed.',
  impact: 'These messages were not processed. SQS deletes them after 14 days.',
  accepts: { 'no-recovery-threshold': 'The count is a whole number; below the threshold it is 0.' },
});

/** Alerts after ten days, which leaves four days, possibly including a weekend, until SQS deletes the message. */
export const deadLettersExpiring = metricAlert({
  id: 'dead_letters_expiring',
  name: '[SQS] ApproximateAgeOfOldestMessage',
  query: 'max(last_15m):max:aws.sqs.approximate_age_of_oldest_message{*} by {queuename} >= 864000',
  severity: 'page',
  runbook: 'messages',
  summary: 'A message has been waiting in {{queuename.name}} for ten days.',
  impact: 'SQS deletes the message in four days.',
  criticalRecovery: 777600,
});

/** The topic carries notifications about audit findings and the budget. */
export const alertsNotDelivered = metricAlert({
  id: 'alerts_not_delivered',
  name: '[SNS] NumberOfNotificationsFailed',
  query: 'sum(last_15m):sum:aws.sns.number_of_notifications_failed{*} by {topicname}.as_count() >= 1',
  severity: 'ticket',
  runbook: 'messages',
  summary: '{{value}} messages to the topic {{topicname.name}} could not be delivered to a subscriber.',
  impact: 'A subscriber is not notified of audit findings and costs.',
});
