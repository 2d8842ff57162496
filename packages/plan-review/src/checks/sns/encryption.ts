import type { Check } from '../check';
import { but } from '../example';
import { lacks } from '../resource';
import { soundTopic } from './sound';

export const snsEncryption: Check = {
  id: 'sns-encryption',
  severity: 'minor',
  about: ['aws_sns_topic'],
  reason: 'messages are not encrypted until they are delivered',
  fix: 'kms_master_key_id: a customer-managed key, because services cannot use alias/aws/sns',
  source: 'Serverless Lens SEC 3; Checkov CKV_AWS_26',
  finds: (topic) => lacks(topic, 'kms_master_key_id'),
  examples: {
    good: [soundTopic],
    bad: [but(soundTopic, 'aws_sns_topic.alerts', { kms_master_key_id: undefined })],
  },
};
