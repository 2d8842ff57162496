import type { Example } from '../check';
import { policyOf } from '../example';

export const soundTopic: Example = {
  aws_sns_topic: { alerts: { name: 'alerts', kms_master_key_id: '${aws_kms_key.key.arn}' } },
  aws_sns_topic_policy: {
    alerts: {
      arn: '${aws_sns_topic.alerts.arn}',
      policy: policyOf({
        Action: 'sns:Publish',
        Principal: { AWS: '*' },
        Resource: '${aws_sns_topic.alerts.arn}',
        Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
      }),
    },
  },
};
