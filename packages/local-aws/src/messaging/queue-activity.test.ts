import { join } from 'node:path';
import { createStores, type loadFauxqs, type StoreClasses } from './fauxqs-stores';
import { followQueues } from './queue-activity';
import { queueReader } from './queue-reader';

const { buildApp } = jest.requireActual<Awaited<ReturnType<typeof loadFauxqs>>>(
  join(process.cwd(), 'node_modules', 'fauxqs', 'dist', 'app.js'),
);

test('messages have the cause of the call that sent them, even in a dead-letter queue', async () => {
  const stores = await createStores(async (path) => jest.requireActual<StoreClasses>(path));
  const activity = followQueues(stores.sqsStore, { clock: { now: () => 0 }, count: () => undefined });
  const app = buildApp({ logger: false, defaultRegion: 'eu-west-1', host: 'localhost', stores });
  const arnOf = (queue: string) => `arn:aws:sqs:eu-west-1:000000000000:${queue}`;
  const sqs = (operation: string, payload: object) =>
    app.inject({
      method: 'POST',
      url: '/',
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${operation}` },
      payload: JSON.stringify(payload),
    });
  const QueueUrl = 'http://sqs.eu-west-1.localhost:80/000000000000/jobs';
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arnOf('failed'), maxReceiveCount: 1 });
  await sqs('CreateQueue', { QueueName: 'failed' });
  await sqs('CreateQueue', { QueueName: 'jobs', Attributes: { RedrivePolicy } });
  const receive = (queue: string) => queueReader(stores.sqsStore, activity, arnOf(queue))?.receive(10) ?? [];

  await Promise.all([
    activity.causedBy(1, async () => await sqs('SendMessage', { QueueUrl, MessageBody: 'a' })),
    activity.causedBy(2, async () => {
      const Entries = ['b', 'c'].map((MessageBody) => ({ Id: MessageBody, MessageBody }));
      return await sqs('SendMessageBatch', { QueueUrl, Entries });
    }),
    sqs('SendMessage', { QueueUrl, MessageBody: 'd' }),
  ]);
  const received = receive('jobs');
  const causes = { a: 1, b: 2, c: 2, d: undefined };
  expect(Object.fromEntries(received.map(({ body, cause }) => [body, cause]))).toEqual(causes);

  for (const message of received) queueReader(stores.sqsStore, activity, arnOf('jobs'))?.release(message);
  await activity.causedBy(3, async () => expect(receive('jobs')).toEqual([]));
  expect(Object.fromEntries(receive('failed').map(({ body, cause }) => [body, cause]))).toEqual(causes);
  await app.close();
});
