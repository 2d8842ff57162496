import type { Check } from '../check';
import { but } from '../example';
import { isnt, lacks } from '../resource';
import { soundQueue } from './sound';

export const sqsEncryption: Check = {
  id: 'sqs-encryption',
  severity: 'minor',
  about: ['aws_sqs_queue'],
  reason: 'its encryption is not declared',
  fix: 'kms_master_key_id, or sqs_managed_sse_enabled = true',
  source: 'Serverless Lens SEC 3; Checkov CKV_AWS_27',
  finds: (queue) => lacks(queue, 'kms_master_key_id') && isnt(queue, 'sqs_managed_sse_enabled', true),
  examples: {
    good: [soundQueue],
    bad: [but(soundQueue, 'aws_sqs_queue.jobs', { kms_master_key_id: undefined })],
  },
};
