import type { Check } from '../check';
import { but } from '../example';
import { is, lacks } from '../resource';
import { soundLogGroup } from './sound';

export const logsRetention: Check = {
  id: 'logs-retention',
  severity: 'minor',
  about: ['aws_cloudwatch_log_group'],
  reason: 'log events never expire, so storage costs keep growing',
  fix: 'retention_in_days',
  source: 'Serverless Lens COST 1; IoT Lens IOTCOST02-BP01; Checkov CKV_AWS_66',
  finds: (group) => lacks(group, 'retention_in_days') || is(group, 'retention_in_days', 0),
  examples: {
    good: [soundLogGroup],
    bad: [undefined, 0].map((retention_in_days) =>
      but(soundLogGroup, 'aws_cloudwatch_log_group.light', { retention_in_days }),
    ),
  },
};
