import type { FauxqsStores } from './fauxqs-stores';
import type { QueueActivity } from './queue-activity';

type SqsStore = FauxqsStores['sqsStore'];
type Queue = ReturnType<SqsStore['createQueue']>;
type Message = Parameters<Queue['enqueue']>[0];

/** Message that is in flight until its reader deletes or releases it. */
export interface HeldMessage {
  messageId: string;
  receiptHandle: string;
  body: string;
  md5OfBody: string;
  /** Undefined for a message without attributes. */
  md5OfMessageAttributes: string | undefined;
  /** System attributes, as ReceiveMessage returns them. */
  attributes: Record<string, string>;
  messageAttributes: Message['messageAttributes'];
}

/** Reads one queue for a poller that decides itself when messages become visible again. */
export interface QueueReader {
  readonly isFifo: boolean;
  /** Visibility timeout of the queue in seconds; SetQueueAttributes may change it. */
  visibilitySeconds(): number;
  /**
   * Receives messages, and moves those that were received too often to the dead-letter queue.
   * @param most number of messages; beyond the 10 of a ReceiveMessage call, it continues with further calls
   */
  receive(most: number): HeldMessage[];
  delete(message: HeldMessage): void;
  /** Makes a message visible again. */
  release(message: HeldMessage): void;
  /** @param listener called after each message that is sent or moved to the queue */
  onArrival(listener: () => void): void;
}

/** SQS API reference, "ReceiveMessage": MaxNumberOfMessages. */
const mostOfOneCall = 10;

/** SQS API reference, "ReceiveMessage": MessageSystemAttributeNames. fauxqs knows only one sender. */
function systemAttributes(message: Message): Record<string, string> {
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

const held = (message: Message, receiptHandle: string): HeldMessage => ({
  messageId: message.messageId,
  receiptHandle,
  body: message.body,
  md5OfBody: message.md5OfBody,
  md5OfMessageAttributes: message.md5OfMessageAttributes || undefined,
  attributes: systemAttributes(message),
  messageAttributes: message.messageAttributes,
});

/** Returns a reader of a queue; undefined if there is no such queue. */
export function queueReader(sqsStore: SqsStore, activity: QueueActivity, queueArn: string): QueueReader | undefined {
  const queue = sqsStore.getQueueByArn(queueArn);
  if (queue === undefined) return undefined;

  const receiveOnce = (most: number): HeldMessage[] => {
    // fauxqs ends the invisibility by real time; here the reader ends it
    const received = queue.dequeue(Math.min(most, mostOfOneCall), Number.POSITIVE_INFINITY, (arn) =>
      sqsStore.getQueueByArn(arn),
    );
    return received.flatMap(({ ReceiptHandle }) => {
      const message = queue.inflightMessages.get(ReceiptHandle)?.message;
      return message === undefined ? [] : [held(message, ReceiptHandle)];
    });
  };

  return {
    isFifo: queue.isFifo(),
    visibilitySeconds: () => Number(queue.attributes['VisibilityTimeout']),
    receive(most) {
      const messages: HeldMessage[] = [];
      while (messages.length < most) {
        const received = receiveOnce(most - messages.length);
        if (received.length === 0) break;
        messages.push(...received);
      }
      return messages;
    },
    delete: ({ receiptHandle }) => void queue.deleteMessage(receiptHandle),
    release: ({ receiptHandle }) => queue.changeVisibility(receiptHandle, 0),
    onArrival: (listener) => activity.onArrival(queueArn, listener),
  };
}
