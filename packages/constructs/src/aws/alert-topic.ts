import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import type { Construct } from 'constructs';
import { DeclaredConstruct } from '../stack/declared-construct';
import { platformOf } from '../stack/platform';
import type { Grant, Statement } from './policy-document';

interface AlertTopicProps {
  /** Subscribers. Each recipient must confirm the subscription once. */
  readonly emails: readonly string[];
}

/** SNS topic for alerts. Its name is its id. */
export class AlertTopic extends DeclaredConstruct {
  readonly arn: string;
  readonly name: string;

  constructor(scope: Construct, id: string, { emails }: AlertTopicProps) {
    super(scope, id);
    const { key } = platformOf(this);
    // Services cannot publish to topics that are encrypted with alias/aws/sns, so the topic uses the environment's key.
    const topic = new SnsTopic(this, 'Default', { name: id, kmsMasterKeyId: key.arn });
    this.arn = topic.arn;
    this.name = topic.name;
    for (const [index, endpoint] of emails.entries()) {
      new SnsTopicSubscription(this, `email-${index + 1}`, { topicArn: topic.arn, protocol: 'email', endpoint });
    }
  }
}

/** Grants permission to publish to the topic. */
export function publish(topic: AlertTopic): Grant {
  const message: Statement = { Effect: 'Allow', Action: ['sns:Publish'], Resource: topic.arn };
  return [message, platformOf(topic).key.useThrough('sns')];
}
