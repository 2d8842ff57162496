import { AsyncLocalStorage } from 'node:async_hooks';
import type { Clock } from '../clock';
import { type FauxqsStores, hookQueues, type QueueMessage } from './fauxqs-stores';

/** Notifications about messages that are sent or moved to a queue. */
export interface QueueActivity {
  /**
   * Registers a callback for a queue's messages.
   * @param listener called after each message
   */
  onArrival(queueArn: string, listener: () => void): void;
  /** Makes a call, and records the event with the given ID as the cause of its messages. */
  causedBy<Answer>(cause: number | undefined, call: () => Promise<Answer>): Promise<Answer>;
  /** Returns the ID of the event that caused a message of this run; undefined if the cause is unknown. */
  causeOf(message: QueueMessage): number | undefined;
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
  // fauxqs does not pass anything from a call to the messages that it sends
  const current = new AsyncLocalStorage<number | undefined>();
  const causes = new WeakMap<QueueMessage, number>();

  hookQueues(sqsStore, ({ name, arn }) => {
    const tags = { queuename: name };
    return {
      beforeEnqueue(message) {
        // a message that moves to the dead-letter queue keeps its cause and its original timestamp, and is not counted (SQS
        // developer guide, "Dead-letter queues")
        if (message.approximateReceiveCount > 0) return;
        const cause = current.getStore();
        if (cause !== undefined) causes.set(message, cause);
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
    causedBy: (cause, call) => current.run(cause, call),
    causeOf: (message) => causes.get(message),
  };
}
