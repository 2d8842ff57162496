import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import type { Construct } from 'constructs';
import { DeclaredConstruct } from './declared-construct';
import { platformOf } from './platform';
import type { Grant, Statement } from './policy-document';

/** SNS topic for alerts. Its name is its id. The config of the environment lists the subscribers. */
export class AlertTopic extends DeclaredConstruct {
  readonly arn: string;
  readonly name: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { environment, key } = platformOf(this);
    // Services cannot publish to topics that are encrypted with alias/aws/sns, so the topic uses the environment's key.
    const topic = new SnsTopic(this, 'Default', { name: id, kmsMasterKeyId: key.arn });
    this.arn = topic.arn;
    this.name = topic.name;
    for (const [index, endpoint] of environment.alertEmails.entries()) {
      new SnsTopicSubscription(this, `email-${index + 1}`, { topicArn: topic.arn, protocol: 'email', endpoint });
    }
  }
}

/** Grants publishing to the topic. */
export function publish(topic: AlertTopic): Grant {
  const message: Statement = { Effect: 'Allow', Action: ['sns:Publish'], Resource: topic.arn };
  return [message, platformOf(topic).key.useThrough('sns')];
}
