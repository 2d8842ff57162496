import { type FauxqsStores, findQueue, type QueueMessage } from './fauxqs-stores';
import type { QueueActivity } from './queue-activity';

/** Message that is in flight until its reader deletes or releases it. */
export interface HeldMessage {
  messageId: string;
  receiptHandle: string;
  body: string;
  md5OfBody: string;
  /** Digest of the attributes; undefined for a message without attributes. */
  md5OfMessageAttributes: string | undefined;
  /** System attributes in the form that ReceiveMessage returns. */
  attributes: Record<string, string>;
  messageAttributes: QueueMessage['messageAttributes'];
  /** ID of the event that caused the message, if it is known. */
  cause?: number | undefined;
}

/** Reader of a queue for a poller. The poller itself decides when messages become visible again. */
export interface QueueReader {
  readonly isFifo: boolean;
  /** Visibility timeout of the queue in seconds; SetQueueAttributes can change it. */
  visibilitySeconds(): number;
  /**
   * Receives messages, and moves messages that were received too often to the dead-letter queue.
   * @param most maximum number of messages, which can exceed the limit of a ReceiveMessage call
   */
  receive(most: number): HeldMessage[];
  delete(message: HeldMessage): void;
  /** Makes a message visible again. */
  release(message: HeldMessage): void;
  /**
   * Registers a callback for arriving messages.
   * @param listener called after each message that is sent or moved to the queue
   */
  onArrival(listener: () => void): void;
}

/**
 * Maximum number of messages that a ReceiveMessage call returns. Source: SQS API
 * reference, "ReceiveMessage", MaxNumberOfMessages.
 */
const mostOfOneCall = 10;

/**
 * Returns a message's system attributes. Source: SQS API reference, "ReceiveMessage", MessageSystemAttributeNames.
 * The sender is constant, because fauxqs does not record it.
 */
function systemAttributes(message: QueueMessage): Record<string, string> {
  const named: Record<string, string | number | undefined> = {
    ApproximateReceiveCount: message.approximateReceiveCount,
    SentTimestamp: message.sentTimestamp,
    SequenceNumber: message.sequenceNumber,
    MessageGroupId: message.messageGroupId,
    SenderId: '000000000000',
    MessageDeduplicationId: message.messageDeduplicationId,
    ApproximateFirstReceiveTimestamp: message.approximateFirstReceiveTimestamp,
  };
  const given = Object.entries(named).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}

const held = (message: QueueMessage, receiptHandle: string): HeldMessage => ({
  messageId: message.messageId,
  receiptHandle,
  body: message.body,
  md5OfBody: message.md5OfBody,
  md5OfMessageAttributes: message.md5OfMessageAttributes || undefined,
  attributes: systemAttributes(message),
  messageAttributes: message.messageAttributes,
});

/** Returns a reader for a queue, or undefined if the queue does not exist. */
export function queueReader(
  sqsStore: FauxqsStores['sqsStore'],
  activity: QueueActivity,
  queueArn: string,
): QueueReader | undefined {
  const queue = findQueue(sqsStore, queueArn);
  if (queue === undefined) return undefined;
  return {
    isFifo: queue.isFifo,
    visibilitySeconds: queue.visibilitySeconds,
    receive(most) {
      const messages: HeldMessage[] = [];
      while (messages.length < most) {
        const received = queue.receive(Math.min(most - messages.length, mostOfOneCall));
        if (received.length === 0) break;
        for (const { message, receiptHandle } of received)
          messages.push({ ...held(message, receiptHandle), cause: activity.causeOf(message) });
      }
      return messages;
    },
    delete: ({ receiptHandle }) => queue.delete(receiptHandle),
    release: ({ receiptHandle }) => queue.release(receiptHandle),
    onArrival: (listener) => activity.onArrival(queueArn, listener),
  };
}
