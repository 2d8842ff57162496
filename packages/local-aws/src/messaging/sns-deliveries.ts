import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../clock';
import type { Matcher } from '../event-pattern/pattern-operators';
import { type FauxqsStores, hookQueues, hookSubscriptions } from './fauxqs-stores';
import { comparedBody, comparedValues, compileFilterPolicy, type MessageAttribute } from './sns-filter-policy';

/** Notification that a topic delivers to queues. */
export interface Notification {
  readonly message: string;
  readonly attributes: readonly MessageAttribute[];
}

export interface Deliveries {
  /** Makes a call that publishes the notification. */
  deliver<Answer>(notification: Notification, call: () => Promise<Answer>): Promise<Answer>;
}

const Envelope = z.looseObject({
  Subject: z.string().nullable(),
  MessageAttributes: z.record(z.string(), z.unknown()),
});

interface DeliveryOptions {
  clock: Pick<Clock, 'now'>;
  /** Returns whether a queue's policy allows a topic to deliver to the queue. */
  mayDeliver(topicArn: string, queueArn: string): boolean;
  /** Called for each queue whose policy does not allow the topic. */
  onDenied(topicArn: string): void;
}

/**
 * Corrects what fauxqs delivers to queues: checks the policies of queues, applies all operators of filter policies, removes an empty subject
 * and an empty list of attributes from the envelope of a notification, and sets the platform's time.
 */
export function createDeliveries(
  { snsStore, sqsStore }: Pick<FauxqsStores, 'snsStore' | 'sqsStore'>,
  { clock, mayDeliver, onDenied }: DeliveryOptions,
): Deliveries {
  // fauxqs does not pass the message to the lookup of a subscription, or the subscription to the queue
  const current = new AsyncLocalStorage<Notification & { isRaw: boolean; isOver: boolean }>();
  // the context also applies to what a notification triggers, such as an invocation, after the call has ended
  const delivered = () => {
    const delivery = current.getStore();
    return delivery?.isOver === false ? delivery : undefined;
  };
  const compiled = new Map<string, Matcher>();
  const compile = (policy: string): Matcher => {
    const matcher = compiled.get(policy) ?? compileFilterPolicy(policy);
    compiled.set(policy, matcher);
    return matcher;
  };

  const passesFilter = ({ message, attributes: sent }: Notification, attributes: Readonly<Record<string, string>>) => {
    const policy = attributes['FilterPolicy'];
    if (policy === undefined || policy === '') return true;
    const isBody = attributes['FilterPolicyScope'] === 'MessageBody';
    const compared = isBody ? comparedBody(message) : comparedValues(sent);
    return compared !== undefined && compile(policy)(compared);
  };

  hookSubscriptions(snsStore, ({ attributes, topicArn, protocol, endpoint }) => {
    const delivery = delivered();
    if (delivery === undefined) return 'unchanged';
    delivery.isRaw = attributes['RawMessageDelivery'] === 'true';
    if (!passesFilter(delivery, attributes)) return 'filtered';
    // SNS delivers as a service principal (SNS developer guide, "subscribe-sqs-queue-to-sns-topic")
    if (protocol !== 'sqs' || mayDeliver(topicArn, endpoint)) return 'delivered';
    onDenied(topicArn);
    return 'filtered';
  });

  hookQueues(sqsStore, () => ({
    beforeEnqueue(message) {
      const delivery = delivered();
      // a message that was received before moves to a dead-letter queue
      if (delivery === undefined || delivery.isRaw || message.approximateReceiveCount > 0) return;
      const { Subject: subject, MessageAttributes: attributes, ...envelope } = Envelope.parse(JSON.parse(message.body));
      message.body = JSON.stringify({
        ...envelope,
        ...(subject !== null && { Subject: subject }),
        ...(Object.keys(attributes).length > 0 && { MessageAttributes: attributes }),
        Timestamp: new Date(clock.now()).toISOString(),
      });
      message.md5OfBody = createHash('md5').update(message.body).digest('hex');
    },
  }));
  return {
    async deliver(notification, call) {
      const delivery = { ...notification, isRaw: false, isOver: false };
      try {
        return await current.run(delivery, call);
      } finally {
        delivery.isOver = true;
      }
    },
  };
}
