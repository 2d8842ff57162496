import type { ServiceRows } from '../service';

export const sns: ServiceRows = {
  namespace: 'aws.sns',
  cloudWatch: 'AWS/SNS',
  tags: ['topicname'],
  source: 'DataDog/documentation, integrations/amazon-sns.md, commit 8c26981, read 2026-11-24',
  rows: {
    'gauge millisecond': 'dwell_time',
    'count message': `
      number_of_messages_published number_of_notifications_delivered number_of_notifications_failed
      number_of_notifications_filtered_out number_of_notifications_filtered_out_invalid_attributes
      number_of_notifications_filtered_out_no_message_attributes`,
    'gauge byte': 'publish_size',
    'gauge percent': 'smssuccess_rate',
  },
};
