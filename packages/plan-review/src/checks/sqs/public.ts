import type { Check } from '../check';
import { but, policyOf } from '../example';
import { letsEverybodyIn, whereStatement } from '../statements';
import { soundQueue } from './sound';

const open = policyOf({ Action: 'sqs:SendMessage', Principal: { AWS: '*' }, Resource: '*' });

export const sqsPublic: Check = {
  id: 'sqs-public',
  severity: 'critical',
  about: ['aws_sqs_queue', 'aws_sqs_queue_policy'],
  reason: 'anyone can send or receive messages',
  fix: 'name the principals, or require the source in a condition',
  source: 'Serverless Lens SEC 2; Checkov CKV_AWS_168',
  finds: (holder) => whereStatement(holder, letsEverybodyIn),
  examples: {
    good: [soundQueue],
    bad: [
      but(soundQueue, 'aws_sqs_queue_policy.jobs', { policy: open }),
      but(soundQueue, 'aws_sqs_queue.jobs', { policy: open }),
    ],
  },
};
