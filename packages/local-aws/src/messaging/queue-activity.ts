import type { Clock } from '../clock';
import { type FauxqsStores, hookQueues } from './fauxqs-stores';

/** Notifications about messages that are sent or moved to a queue. */
export interface QueueActivity {
  /**
   * Registers a callback for a queue's messages.
   * @param listener called after each message
   */
  onArrival(queueArn: string, listener: () => void): void;
}

/**
 * Sets the platform times at which messages are sent and first received, and counts the messages that are sent,
 * received and deleted. Source: SQS developer guide, "Available CloudWatch metrics".
 */
export function followQueues(
  sqsStore: FauxqsStores['sqsStore'],
  { clock, count }: { clock: Pick<Clock, 'now'>; count: (metric: string, tags: Record<string, string>) => void },
): QueueActivity {
  const listeners = new Map<string, (() => void)[]>();
  const now = () => Math.floor(clock.now());

  hookQueues(sqsStore, ({ name, arn }) => {
    const tags = { queuename: name };
    return {
      beforeEnqueue(message) {
        // a message that moves to the dead-letter queue keeps its original timestamp and is not counted (SQS developer
        // guide, "Dead-letter queues")
        if (message.approximateReceiveCount > 0) return;
        message.sentTimestamp = now();
        count('aws.sqs.number_of_messages_sent', tags);
      },
      afterEnqueue() {
        for (const listener of listeners.get(arn) ?? []) listener();
      },
      afterReceive(message) {
        if (message.approximateReceiveCount === 1) message.approximateFirstReceiveTimestamp = now();
        count('aws.sqs.number_of_messages_received', tags);
      },
      afterDelete: () => count('aws.sqs.number_of_messages_deleted', tags),
    };
  });
  return {
    onArrival: (queueArn, listener) => void listeners.set(queueArn, [...(listeners.get(queueArn) ?? []), listener]),
  };
}
