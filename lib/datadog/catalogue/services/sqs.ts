import type { ServiceRows } from '../service';

// Datadog's page of SQS prints no list: the names are those of CloudWatch, spelled as the integration spells names; what
// CloudWatch sums over a period is a count, what it samples a gauge.
export const sqs: ServiceRows = {
  namespace: 'aws.sqs',
  tags: ['queuename'],
  source: 'Amazon SQS developer guide, "Available CloudWatch metrics for Amazon SQS", read 2026-11-24',
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
