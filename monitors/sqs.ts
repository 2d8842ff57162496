import { metricAlert } from '@himeshima/constructs/monitors';

/**
 * Every queue of this platform contains only failures, so the monitor alerts on the first message. The query has no scope, so it
 * also covers new queues.
 */
export const deadLettersWaiting = metricAlert({
  id: 'dead_letters_waiting',
  name: '[SQS] ApproximateNumberOfMessagesVisible 監視',
  query: 'max(last_5m):max:aws.sqs.approximate_number_of_messages_visible{*} by {queuename} >= 1',
  severity: 'ticket',
  runbook: 'dead-letters-waiting',
  summary: '{{queuename.name}} contains {{value}} messages that could not be processed.',
  impact: 'Their events have not been processed. SQS deletes the messages after 14 days.',
  accepts: { 'no-recovery-threshold': 'The count is a whole number, so the only value below the threshold is 0.' },
});

/** SQS keeps a message for 14 days; after ten days, four days remain, which may include a weekend. */
export const deadLettersExpiring = metricAlert({
  id: 'dead_letters_expiring',
  name: '[SQS] ApproximateAgeOfOldestMessage 監視',
  query: 'max(last_15m):max:aws.sqs.approximate_age_of_oldest_message{*} by {queuename} >= 864000',
  severity: 'page',
  runbook: 'dead-letters-waiting',
  summary: 'A message has been waiting in {{queuename.name}} for ten days.',
  impact: 'SQS deletes the message in four days.',
  criticalRecovery: 777600,
});
