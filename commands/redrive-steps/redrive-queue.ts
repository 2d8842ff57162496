import { DeleteMessageCommand, GetQueueUrlCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { type RedriveResult, reasonOf } from './redrive-result';

export interface QueuedMessage {
  readonly body: string;
  /** Ms since the epoch. */
  readonly sentAt: number;
}

/**
 * Takes every message of a queue once, and deletes it when it is done; what fails becomes visible again by itself.
 * @param runFailedActions what has to be done for a message; @returns what was done, for the screen
 */
export async function* redriveQueue(
  sqs: SQSClient,
  QueueName: string,
  runFailedActions: (message: QueuedMessage) => Promise<string>,
): AsyncGenerator<RedriveResult> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  const seen = new Set<string>();
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames: ['SentTimestamp'],
        // long enough for ten actions, and for a message that failed not to come again in this run
        VisibilityTimeout: 120,
      }),
    );
    const fresh = Messages.filter(({ MessageId = '' }) => !seen.has(MessageId));
    if (fresh.length === 0) return;
    for (const { MessageId = '', ReceiptHandle, Body = '', Attributes } of fresh) {
      seen.add(MessageId);
      const what = `${QueueName}/${MessageId}`;
      try {
        const to = await runFailedActions({ body: Body, sentAt: Number(Attributes?.SentTimestamp) });
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
        yield { what, to, count: 1 };
      } catch (error) {
        yield { what, refused: reasonOf(error) };
      }
    }
  }
}
