/** Subscription of a queue to a topic. */
export interface QueueSubscription {
  topicArn: string;
  queueArn: string;
  /** Whether the queue receives the message without SNS's envelope. */
  raw: boolean;
  /** Filter policy that selects messages; its scope is message attributes by default. */
  filter?: { policy: string; scope?: 'MessageAttributes' | 'MessageBody' | undefined } | undefined;
}

/** Declared queue subscriptions. SNS delivers as a service principal, so the queue's policy must allow this principal. */
export interface QueueSubscriptions {
  /**
   * Adds a subscription.
   * @returns the subscription's ARN
   */
  add(subscription: QueueSubscription): Promise<string>;
  /**
   * Updates a topic's subscriptions before the topic delivers: unsubscribes queues whose policy does not allow the
   * topic, and subscribes all other queues again.
   * @returns the ARNs of the queues that do not allow the topic
   */
  denied(topicArn: string): Promise<string[]>;
}

/** Creates the registry of queue subscriptions. Source: SNS developer guide, "subscribe-sqs-queue-to-sns-topic". */
export function createQueueSubscriptions(sns: {
  /**
   * Subscribes a queue to a topic.
   * @returns the subscription's ARN
   */
  subscribe(subscription: QueueSubscription): Promise<string>;
  unsubscribe(subscriptionArn: string): Promise<void>;
  mayDeliver(topicArn: string, queueArn: string): boolean;
}): QueueSubscriptions {
  const byTopic = new Map<string, (QueueSubscription & { arn: string | undefined })[]>();
  return {
    async add(subscription) {
      const arn = await sns.subscribe(subscription);
      byTopic.set(subscription.topicArn, [...(byTopic.get(subscription.topicArn) ?? []), { ...subscription, arn }]);
      return arn;
    },
    async denied(topicArn) {
      const denied: string[] = [];
      for (const subscription of byTopic.get(topicArn) ?? []) {
        const { queueArn, arn } = subscription;
        const allowed = sns.mayDeliver(topicArn, queueArn);
        if (!allowed) denied.push(queueArn);
        if (!allowed && arn !== undefined) {
          subscription.arn = undefined;
          await sns.unsubscribe(arn);
        }
        if (allowed && arn === undefined) subscription.arn = await sns.subscribe(subscription);
      }
      return denied;
    },
  };
}
