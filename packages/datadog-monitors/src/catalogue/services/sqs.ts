import type { ServiceRows } from '../service';

// Datadog's SQS page lists no metrics, so the documentation does not confirm these rows. The names are CloudWatch names in the
// integration's spelling, as public monitors use them. The types are inferred: sums are counts, samples are gauges.
export const sqs: ServiceRows = {
  namespace: 'aws.sqs',
  cloudWatch: 'AWS/SQS',
  tags: ['queuename'],
  source: 'inferred from CloudWatch names and statistics (aws-cdk-lib, aws-sqs), seen 2026-11-24',
  rows: {
    'gauge second': 'approximate_age_of_oldest_message',
    'gauge message': `
      approximate_number_of_messages_delayed approximate_number_of_messages_not_visible
      approximate_number_of_messages_visible`,
    'count request': 'number_of_empty_receives',
    'count message': 'number_of_messages_deleted number_of_messages_received number_of_messages_sent',
    'gauge byte': 'sent_message_size',
  },
};
