import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import type { Construct } from 'constructs';
import { Declared } from './declared';
import { platformOf } from './platform';
import type { Grant, Statement } from './policy-document';

/** The topic that people listen to. Its name is its id; who gets its messages stands in config. */
export class AlertTopic extends Declared {
  readonly arn: string;
  readonly name: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { environment, key } = platformOf(this);
    // A service cannot publish to a topic under alias/aws/sns, so the key is the environment's own.
    const topic = new SnsTopic(this, 'Default', { name: id, kmsMasterKeyId: key.arn });
    this.arn = topic.arn;
    this.name = topic.name;
    for (const [index, endpoint] of environment.alertEmails.entries()) {
      new SnsTopicSubscription(this, `email-${index + 1}`, { topicArn: topic.arn, protocol: 'email', endpoint });
    }
  }
}

export function publish(topic: AlertTopic): Grant {
  const message: Statement = { Effect: 'Allow', Action: ['sns:Publish'], Resource: topic.arn };
  return [message, platformOf(topic).key.useThrough('sns')];
}
