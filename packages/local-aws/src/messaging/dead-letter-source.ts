import { type FauxqsStores, hookQueues, type QueueMessage } from './fauxqs-stores';

/**
 * Records the source queue in each message that moves to a dead-letter queue. fauxqs moves a message while the source queue is
 * read.
 */
export function followDeadLetters(sqsStore: FauxqsStores['sqsStore']): void {
  let readQueueArn: string | undefined;
  hookQueues(sqsStore, (queue) => {
    const { dequeue } = queue;
    queue.dequeue = (...options) => {
      readQueueArn = queue.arn;
      try {
        return dequeue.apply(queue, options);
      } finally {
        readQueueArn = undefined;
      }
    };
    return {
      beforeEnqueue(message) {
        if (readQueueArn !== undefined && readQueueArn !== queue.arn)
          Object.assign(message, { deadLetterSource: readQueueArn });
      },
    };
  });
}

/** Returns the ARN of the queue that a message in a dead-letter queue comes from; undefined if it was sent there directly. */
export const deadLetterSourceOf = (message: QueueMessage): string | undefined =>
  'deadLetterSource' in message && typeof message.deadLetterSource === 'string' ? message.deadLetterSource : undefined;
