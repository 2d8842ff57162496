import type { Check } from '../check';
import { but } from '../example';
import { lacks } from '../resource';
import { soundLogGroup } from './sound';

export const logsEncryption: Check = {
  id: 'logs-encryption',
  severity: 'minor',
  about: ['aws_cloudwatch_log_group'],
  reason: 'log events are not encrypted with a customer-managed key',
  fix: 'kms_key_id, and a key policy that allows CloudWatch Logs to use the key',
  source: 'Serverless Lens SEC 3; Checkov CKV_AWS_158',
  finds: (group) => lacks(group, 'kms_key_id'),
  examples: {
    good: [soundLogGroup],
    bad: [but(soundLogGroup, 'aws_cloudwatch_log_group.light', { kms_key_id: undefined })],
  },
};
