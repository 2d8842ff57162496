/** A queue that gets what is published to a topic. */
export interface QueueSubscription {
  topicArn: string;
  queueArn: string;
  /** The message alone, without what SNS wraps around it. */
  raw: boolean;
}

/** The declared subscriptions of queues. SNS delivers in its own name: the policy of the queue must let it. */
export interface QueueSubscriptions {
  /** @returns the subscription's ARN */
  add(subscription: QueueSubscription): Promise<string>;
  /**
   * To be called before a topic delivers: ends the subscriptions of queues that do not let it, and begins them again.
   * @returns the queues that get nothing
   */
  refused(topicArn: string): Promise<string[]>;
}

/** SNS developer guide, "subscribe-sqs-queue-to-sns-topic". */
export function createQueueSubscriptions(sns: {
  /** @returns the subscription's ARN */
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
    async refused(topicArn) {
      const refused: string[] = [];
      for (const subscription of byTopic.get(topicArn) ?? []) {
        const { queueArn, arn } = subscription;
        const allowed = sns.mayDeliver(topicArn, queueArn);
        if (!allowed) refused.push(queueArn);
        if (!allowed && arn !== undefined) {
          subscription.arn = undefined;
          await sns.unsubscribe(arn);
        }
        if (allowed && arn === undefined) subscription.arn = await sns.subscribe(subscription);
      }
      return refused;
    },
  };
}
