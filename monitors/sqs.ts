import { metricAlert } from './authoring/metric-alert';

/** Every queue of the platform holds what failed, so one message is news: no scope, and new queues are seen at once. */
export const deadLettersWaiting = metricAlert({
  id: 'dead_letters_waiting',
  name: '[SQS] ApproximateNumberOfMessagesVisible 監視',
  query: 'max(last_5m):max:aws.sqs.approximate_number_of_messages_visible{*} by {queuename} >= 1',
  severity: 'ticket',
  runbook: 'dead-letters-waiting',
  happened: '{{queuename.name}} holds {{value}} messages that could not be processed.',
  matters: 'What they say has not been done yet. They are deleted after 14 days.',
  accepts: { 'no-recovery-threshold': 'A queue holds whole messages: below one there is none.' },
});

/** Ten of the fourteen days for which SQS keeps a message: four are left, a weekend among them. */
export const deadLettersExpiring = metricAlert({
  id: 'dead_letters_expiring',
  name: '[SQS] ApproximateAgeOfOldestMessage 監視',
  query: 'max(last_15m):max:aws.sqs.approximate_age_of_oldest_message{*} by {queuename} >= 864000',
  severity: 'page',
  runbook: 'dead-letters-waiting',
  happened: 'A message has been waiting in {{queuename.name}} for ten days.',
  matters: 'In four days SQS deletes it, and it is lost.',
  criticalRecovery: 777600,
});
