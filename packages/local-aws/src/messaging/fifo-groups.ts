import { type FauxqsStores, type Queue, wrapQueues } from './fauxqs-stores';

/** Sorts the messages of each group in the order in which they were sent. */
function sortGroups({ fifoMessages }: Queue): void {
  for (const messages of fifoMessages.values())
    messages.sort((a, b) => Number(a.sequenceNumber ?? 0) - Number(b.sequenceNumber ?? 0));
}

/**
 * Corrects how fauxqs receives the messages of a FIFO queue: a call returns as many messages as possible with the same group ID,
 * and messages that become visible again keep their order. Source: SQS developer guide,
 * "FIFO-queues-understanding-logic".
 */
export function receiveGroupsInOrder(sqsStore: FauxqsStores['sqsStore']): void {
  wrapQueues(sqsStore, (queue) => {
    if (!queue.isFifo()) return;
    const { dequeue, changeVisibility, processTimers } = queue;
    let isReceiving = false;
    queue.processTimers = () => {
      // a message with a visibility timeout of 0 must not be received twice by one call
      if (isReceiving) return;
      processTimers.call(queue);
      sortGroups(queue);
    };
    queue.changeVisibility = (receiptHandle, seconds) => {
      changeVisibility.call(queue, receiptHandle, seconds);
      sortGroups(queue);
    };
    queue.dequeue = (most, ...options) => {
      const received: ReturnType<typeof dequeue> = [];
      const locks = new Map<string, number>();
      queue.processTimers();
      isReceiving = true;
      try {
        while (received.length < Math.min(most, 10)) {
          const [next] = dequeue.call(queue, 1, ...options);
          if (next === undefined) break;
          received.push(next);
          const group = queue.inflightMessages.get(next.ReceiptHandle)?.message.messageGroupId;
          if (group === undefined) continue;
          locks.set(group, (locks.get(group) ?? 0) + 1);
          // fauxqs would skip the group until its messages in flight are deleted
          queue.fifoLockedGroups.delete(group);
        }
      } finally {
        isReceiving = false;
      }
      for (const [group, count] of locks) queue.fifoLockedGroups.set(group, count);
      return received;
    };
  });
}
