import {
  DeleteMessageCommand,
  GetQueueUrlCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { redriveQueue } from './redrive-queue';

const message = (id: string): Message => ({ MessageId: id, ReceiptHandle: `${id}-receipt`, Body: id });

/** Creates a client whose polls return the given messages in order, and then no messages. */
function clientOf(polls: readonly (readonly Message[])[]) {
  const client = new SQSClient({ region: 'ap-northeast-1' });
  const left = [...polls];
  const deleted: unknown[] = [];
  const waits: unknown[] = [];
  jest.spyOn(client, 'send').mockImplementation(async (command: object) => {
    if (command instanceof GetQueueUrlCommand) return { QueueUrl: 'https://queue.test/failed-events' };
    if (command instanceof DeleteMessageCommand) deleted.push(command.input.ReceiptHandle);
    if (command instanceof ReceiveMessageCommand) waits.push(command.input.WaitTimeSeconds);
    return command instanceof ReceiveMessageCommand ? { Messages: left.shift() } : {};
  });
  return { client, deleted, waits };
}

test('continues after a poll that returns only known messages, and stops after an empty poll', async () => {
  const { client, deleted, waits } = clientOf([[message('a')], [message('a')], [message('b')]]);
  const processed: string[] = [];
  const results = redriveQueue(client, 'failed-events', async ({ body }) => {
    processed.push(body);
    if (body === 'a') throw new Error('it fails again');
    return 'target';
  });
  const found = [];
  for await (const result of results) found.push(result);
  expect(found).toEqual([
    { what: 'failed-events/a', refused: 'Error: it fails again' },
    { what: 'failed-events/b', to: 'target', count: 1 },
  ]);
  expect(processed).toEqual(['a', 'b']);
  expect(deleted).toEqual(['b-receipt']);
  // every poll must be a long poll, which waits a second
  expect(waits).toEqual([1, 1, 1, 1]);
});
