import type { Check } from '../check';
import { but, policyOf } from '../example';
import { letsEverybodyIn, whereStatement } from '../statements';
import { soundTopic } from './sound';

const open = policyOf({ Action: 'sns:Publish', Principal: '*', Resource: '*' });

export const snsPublic: Check = {
  id: 'sns-public',
  severity: 'critical',
  about: ['aws_sns_topic', 'aws_sns_topic_policy'],
  reason: 'anyone can publish or subscribe to the topic',
  fix: 'name the principals, or require the account in a condition',
  source: 'Serverless Lens SEC 2; Checkov CKV_AWS_169',
  finds: (holder) => whereStatement(holder, letsEverybodyIn),
  examples: {
    good: [soundTopic],
    bad: [
      but(soundTopic, 'aws_sns_topic_policy.alerts', { policy: open }),
      but(soundTopic, 'aws_sns_topic.alerts', { policy: open }),
    ],
  },
};
