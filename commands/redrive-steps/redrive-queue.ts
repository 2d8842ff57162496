import { DeleteMessageCommand, GetQueueUrlCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { type RedriveResult, reasonOf } from './redrive-result';

export interface QueuedMessage {
  readonly body: string;
  /** Time at which the message was sent, in ms since the epoch. */
  readonly sentAt: number;
}

/**
 * Processes every message of a queue once. Deletes processed messages; failed messages become visible again.
 * @param processMessage returns the name of the target, which is printed
 */
export async function* redriveQueue(
  sqs: SQSClient,
  QueueName: string,
  processMessage: (message: QueuedMessage) => Promise<string>,
): AsyncGenerator<RedriveResult> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  const seen = new Set<string>();
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames: ['SentTimestamp'],
        // use a long poll, because a short poll queries only some of the SQS servers and can miss messages
        WaitTimeSeconds: 1,
        // the timeout is long enough for ten actions, and keeps this run from receiving a failed message again
        VisibilityTimeout: 120,
      }),
    );
    if (Messages.length === 0) return;
    const fresh = Messages.filter(({ MessageId = '' }) => !seen.has(MessageId));
    for (const { MessageId = '', ReceiptHandle, Body = '', Attributes } of fresh) {
      seen.add(MessageId);
      const what = `${QueueName}/${MessageId}`;
      try {
        const to = await processMessage({ body: Body, sentAt: Number(Attributes?.SentTimestamp) });
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
        yield { what, to, count: 1 };
      } catch (error) {
        yield { what, refused: reasonOf(error) };
      }
    }
  }
}
