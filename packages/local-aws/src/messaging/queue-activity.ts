import type { Clock } from '../clock';
import type { FauxqsStores } from './fauxqs-stores';

type SqsStore = FauxqsStores['sqsStore'];
type Queue = ReturnType<SqsStore['createQueue']>;

/** Notifies about messages that were sent to a queue or moved to it. */
export interface QueueActivity {
  /** @param listener called after each message */
  onArrival(queueArn: string, listener: () => void): void;
}

/**
 * Gives each message the times of the platform's clock at which it was sent and first received, which a receiver may ask
 * for, and counts what is sent, received and deleted. Source: SQS developer guide, "Available CloudWatch metrics".
 */
export function followQueues(
  sqsStore: SqsStore,
  { clock, count }: { clock: Pick<Clock, 'now'>; count: (metric: string, tags: Record<string, string>) => void },
): QueueActivity {
  const followed = new WeakSet<Queue>();
  const listeners = new Map<string, (() => void)[]>();
  const now = () => Math.floor(clock.now());

  const follow = (queue: Queue) => {
    const { enqueue, dequeue, deleteMessage } = queue;
    const tags = { queuename: queue.name };
    queue.enqueue = (message) => {
      // a message keeps its time in the dead-letter queue, and is not counted. SQS developer guide, "Dead-letter queues"
      if (message.approximateReceiveCount === 0) {
        message.sentTimestamp = now();
        count('aws.sqs.number_of_messages_sent', tags);
      }
      enqueue.call(queue, message);
      for (const listener of listeners.get(queue.arn) ?? []) listener();
    };
    queue.dequeue = (...given) => {
      const received = dequeue.apply(queue, given);
      for (const { ReceiptHandle } of received) {
        const message = queue.inflightMessages.get(ReceiptHandle)?.message;
        if (message?.approximateReceiveCount === 1) message.approximateFirstReceiveTimestamp = now();
        count('aws.sqs.number_of_messages_received', tags);
      }
      return received;
    };
    queue.deleteMessage = (receiptHandle) => {
      const deleted = deleteMessage.call(queue, receiptHandle);
      if (deleted) count('aws.sqs.number_of_messages_deleted', tags);
      return deleted;
    };
  };

  const { createQueue } = sqsStore;
  sqsStore.createQueue = (...given) => {
    const queue = createQueue.apply(sqsStore, given);
    if (followed.has(queue)) return queue;
    followed.add(queue);
    follow(queue);
    return queue;
  };
  return {
    onArrival: (queueArn, listener) => void listeners.set(queueArn, [...(listeners.get(queueArn) ?? []), listener]),
  };
}
