import type { Check } from '../check';
import { but } from '../example';
import { isnt } from '../resource';
import { soundTable } from './sound';

export const dynamodbRecovery: Check = {
  id: 'dynamodb-recovery',
  severity: 'major',
  about: ['aws_dynamodb_table'],
  reason: 'items that a faulty function overwrites cannot be restored',
  fix: 'point_in_time_recovery { enabled = true }',
  source: 'IoT Lens IOTREL07-BP02; Checkov CKV_AWS_28, Trivy AWS-0024',
  finds: (table) => isnt(table, 'point_in_time_recovery.enabled', true),
  examples: {
    good: [soundTable],
    bad: [undefined, { enabled: false }].map((point_in_time_recovery) =>
      but(soundTable, 'aws_dynamodb_table.lights', { point_in_time_recovery }),
    ),
  },
};
