import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { savedSeries } from '@himeshima/datadog-monitors';
import { poll } from '@himeshima/local-aws/testing';
import * as z from 'zod';
import { type ForeignPlatform, startForeignPlatform } from './foreign-platform';
import { account, functionOf, region } from './foreign-stack';

jest.setTimeout(60_000);

const worker = `
exports.handler = async (event) => {
  console.log(JSON.stringify(event));
  const bodies = event.Records.map(({ body }) => body);
  if (bodies.includes('bad')) throw new Error('cannot process bad');
  const failed = event.Records.filter(({ body }) => body === 'not this one');
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
};`;

const mappingOf = (queue: string, more: object = {}) => ({
  event_source_arn: `\${aws_sqs_queue.${queue}.arn}`,
  function_name: '${aws_lambda_function.worker.arn}',
  ...more,
});
const redrive = (queue: string) => JSON.stringify({ deadLetterTargetArn: queue, maxReceiveCount: 2 });
const trust = {
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
};

let theirs: ForeignPlatform;
let logs: CloudWatchLogsClient;
beforeAll(async () => {
  const dead = '${aws_sqs_queue.dead.arn}';
  theirs = await startForeignPlatform(
    {
      resource: {
        aws_iam_role: { worker: { name: 'worker', assume_role_policy: JSON.stringify(trust) } },
        aws_iam_role_policy_attachment: {
          worker: {
            role: '${aws_iam_role.worker.name}',
            policy_arn: 'arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole',
          },
        },
        aws_sqs_queue: {
          dead: { name: 'dead' },
          jobs: { name: 'jobs', visibility_timeout_seconds: 60, redrive_policy: redrive(dead) },
          many: { name: 'many' },
          filtered: { name: 'filtered' },
          disabled: { name: 'disabled' },
          ordered: { name: 'ordered.fifo', fifo_queue: true, content_based_deduplication: true },
        },
        aws_lambda_function: { worker: functionOf('worker', { role: '${aws_iam_role.worker.arn}' }) },
        aws_cloudwatch_log_group: { worker: { name: '/aws/lambda/worker' } },
        aws_lambda_event_source_mapping: {
          jobs: mappingOf('jobs', { function_response_types: ['ReportBatchItemFailures'] }),
          many: mappingOf('many', { batch_size: 100, maximum_batching_window_in_seconds: 5 }),
          ordered: mappingOf('ordered'),
          filtered: mappingOf('filtered', {
            filter_criteria: { filter: [{ pattern: '{"body":{"kind":["order"]}}' }] },
          }),
          disabled: mappingOf('disabled', { enabled: false }),
        },
      },
      zips: { worker },
    },
    ['--speed', '0'],
  );
  const { endpoint } = theirs.platform;
  logs = new CloudWatchLogsClient({ endpoint, region, credentials: await theirs.clients.sqs.config.credentials() });
});
afterAll(() => theirs?.stop());

async function urlOf(queue: string): Promise<string | undefined> {
  return (await theirs.clients.sqs.send(new GetQueueUrlCommand({ QueueName: queue }))).QueueUrl;
}
const send = async (queue: string, MessageBody: string, more: object = {}) =>
  theirs.clients.sqs.send(new SendMessageCommand({ QueueUrl: await urlOf(queue), MessageBody, ...more }));

async function bodiesIn(queue: string): Promise<(string | undefined)[]> {
  const command = new ReceiveMessageCommand({ QueueUrl: await urlOf(queue), MaxNumberOfMessages: 10 });
  return ((await theirs.clients.sqs.send(command)).Messages ?? []).map(({ Body }) => Body);
}

const Event = z.object({
  Records: z.array(
    z.looseObject({
      body: z.string(),
      eventSourceARN: z.string(),
      attributes: z.looseObject({ ApproximateReceiveCount: z.string() }),
    }),
  ),
});

/** Returns the events that the function received from a queue, in order. */
async function eventsFrom(queue: string) {
  const filter = { logGroupName: '/aws/lambda/worker', filterPattern: '"Records"' };
  const { events = [] } = await logs.send(new FilterLogEventsCommand(filter));
  return events
    .map(({ message = '' }) => Event.parse(JSON.parse(message.split('\t').at(-1) ?? '')))
    .filter(({ Records }) => Records[0]?.eventSourceARN === `arn:aws:sqs:${region}:${account}:${queue}`);
}
const batchesFrom = async (queue: string) =>
  (await eventsFrom(queue)).map(({ Records }) => Records.map(({ body }) => body));

/** Waits until the function has received a number of batches from a queue. */
const waitForBatches = (queue: string, count: number) =>
  poll(async () => {
    await theirs.platform.advance(0.001);
    const batches = await batchesFrom(queue);
    return batches.length >= count ? batches : undefined;
  }, `${count} batches from ${queue}`);

async function sum(metric: string, queue: string): Promise<number> {
  const saved = savedSeries(await (await fetch(`${theirs.platform.endpoint}/_local/metrics`)).json());
  const own = saved.find((series) => series.metric === metric && series.tags['queuename'] === queue);
  return (own?.minutes ?? []).reduce((total, minute) => total + minute.sum, 0);
}

test('an event source mapping delivers a message to the function as Lambda does, and deletes the message', async () => {
  const attributes = { kind: { DataType: 'String', StringValue: 'urgent' } };
  const { MessageId, MD5OfMessageBody } = await send('many', '{"job":1}', { MessageAttributes: attributes });
  await theirs.platform.advance(1);
  await theirs.platform.advance(5);
  await waitForBatches('many', 1);
  const [event] = await eventsFrom('many');
  expect(event?.Records).toEqual([
    {
      messageId: MessageId,
      receiptHandle: expect.any(String),
      body: '{"job":1}',
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: expect.stringMatching(/^\d{13}$/),
        SenderId: account,
        ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
      },
      messageAttributes: {
        kind: { stringValue: 'urgent', stringListValues: [], binaryListValues: [], dataType: 'String' },
      },
      md5OfBody: MD5OfMessageBody,
      md5OfMessageAttributes: expect.stringMatching(/^[0-9a-f]{32}$/),
      eventSource: 'aws:sqs',
      eventSourceARN: `arn:aws:sqs:${region}:${account}:many`,
      awsRegion: region,
    },
  ]);
  const counts = await Promise.all(
    ['sent', 'received', 'deleted'].map((what) => sum(`aws.sqs.number_of_messages_${what}`, 'many')),
  );
  expect(counts).toEqual([1, 1, 1]);
});

test('an event source mapping delivers batches larger than the result of one ReceiveMessage call', async () => {
  const before = (await batchesFrom('many')).length;
  for (const part of ['a', 'b', 'c']) {
    const Entries = Array.from({ length: 10 }, (_, index) => ({ Id: `${index}`, MessageBody: `${part}${index}` }));
    await theirs.clients.sqs.send(new SendMessageBatchCommand({ QueueUrl: await urlOf('many'), Entries }));
  }
  await theirs.platform.advance(1);
  await theirs.platform.advance(5);
  const batches = await waitForBatches('many', before + 1);
  expect(batches.at(-1)).toHaveLength(30);
});

test('messages that are reported as failed return to the queue, and go to the dead-letter queue if they keep failing', async () => {
  const QueueUrl = await urlOf('jobs');
  const Entries = ['this one', 'not this one'].map((MessageBody, index) => ({ Id: `${index}`, MessageBody }));
  await theirs.clients.sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  expect(await waitForBatches('jobs', 1)).toEqual([['this one', 'not this one']]);
  await theirs.platform.event(({ kind, stream, failed }) => kind === 'batch' && stream === 'jobs' && failed === 1, 'a');
  await theirs.platform.advance(59);
  expect(await batchesFrom('jobs')).toHaveLength(1);
  await theirs.platform.advance(1);
  expect(await waitForBatches('jobs', 2)).toEqual([['this one', 'not this one'], ['not this one']]);
  const [, again] = await eventsFrom('jobs');
  expect(again?.Records[0]?.attributes.ApproximateReceiveCount).toBe('2');
  await poll(async () => {
    await theirs.platform.advance(61);
    const bodies = await bodiesIn('dead');
    return bodies.length > 0 ? bodies : undefined;
  }, 'a dead letter').then((bodies) => expect(bodies).toEqual(['not this one']));
  expect(await batchesFrom('jobs')).toHaveLength(2);
});

test('an entire batch returns to the queue if the handler throws', async () => {
  const before = (await batchesFrom('jobs')).length;
  const Entries = ['good', 'bad'].map((MessageBody, index) => ({ Id: `${index}`, MessageBody }));
  await theirs.clients.sqs.send(new SendMessageBatchCommand({ QueueUrl: await urlOf('jobs'), Entries }));
  await waitForBatches('jobs', before + 1);
  const batch = await theirs.platform.event(
    ({ kind, stream, failed }) => kind === 'batch' && stream === 'jobs' && failed === 2,
    'a failed batch',
  );
  expect(batch).toMatchObject({ function: 'worker', records: 2, next: 'visible again in 60 s' });
});

test('messages that match no filter are deleted without an invocation', async () => {
  for (const kind of ['other', 'order', 'other']) await send('filtered', JSON.stringify({ kind }));
  expect(await waitForBatches('filtered', 1)).toEqual([['{"kind":"order"}']]);
  await theirs.platform.advance(60);
  expect(await sum('aws.sqs.number_of_messages_deleted', 'filtered')).toBe(3);
});

test('messages in a FIFO group are delivered in order', async () => {
  for (const body of ['1', '2', '3']) await send('ordered.fifo', body, { MessageGroupId: 'group' });
  const bodies = await poll(async () => {
    await theirs.platform.advance(0.001);
    const delivered = (await batchesFrom('ordered.fifo')).flat();
    return delivered.length === 3 ? delivered : undefined;
  }, 'three messages');
  expect(bodies).toEqual(['1', '2', '3']);
  const [event] = await eventsFrom('ordered.fifo');
  expect(event?.Records[0]?.attributes).toMatchObject({
    MessageGroupId: 'group',
    MessageDeduplicationId: expect.stringMatching(/^[0-9a-f]{64}$/),
    SequenceNumber: expect.stringMatching(/^\d{20}$/),
  });
});

test('a queue with a disabled mapping is not read', async () => {
  await send('disabled', 'waiting');
  await theirs.platform.advance(60);
  expect(await bodiesIn('disabled')).toEqual(['waiting']);
});
