import { metricAlert } from './metric-alert';

/** Every queue of the platform holds what failed, so one message is news: no scope, and new queues are seen at once. */
export const deadLettersWaiting = metricAlert({
  id: 'dead_letters_waiting',
  name: '[SQS] ApproximateNumberOfMessagesVisible 監視',
  query: 'max(last_5m):max:aws.sqs.approximate_number_of_messages_visible{*} by {queuename} >= 1',
  severity: 'ticket',
  runbook: 'dead-letters-waiting',
  message: '{{queuename.name}} holds {{value}} messages that could not be processed. They are deleted after 14 days.',
  settings: { renotifyInterval: 1440 },
});
