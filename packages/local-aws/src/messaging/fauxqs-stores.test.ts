import { join } from 'node:path';
import { z } from 'zod';
import { reopenedStore } from '../stopped-platform.fixture';
import type { Store } from '../store';
import {
  createStores,
  type FauxqsStores,
  findQueue,
  hookQueues,
  keepStores,
  listObjects,
  listQueues,
  type loadFauxqs,
  type StoreClasses,
} from './fauxqs-stores';

const { buildApp } = jest.requireActual<Awaited<ReturnType<typeof loadFauxqs>>>(
  join(process.cwd(), 'node_modules', 'fauxqs', 'dist', 'app.js'),
);
const requireFile = async (path: string) => jest.requireActual<StoreClasses>(path);

const closes: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closes.splice(0)) await close();
});

const region = 'eu-west-1';
const arnOf = (queue: string) => `arn:aws:sqs:${region}:000000000000:${queue}`;
const urlOf = (queue: string) => `http://sqs.${region}.localhost:80/000000000000/${queue}`;

const Received = z.object({
  Messages: z
    .array(z.object({ Body: z.string(), ReceiptHandle: z.string(), Attributes: z.record(z.string(), z.string()) }))
    .default([]),
});

/** Starts fauxqs with its APIs. `prepare` is called with the stores before they contain a queue or bucket. */
async function startFauxqs(prepare: (stores: FauxqsStores) => void) {
  const stores = await createStores(requireFile);
  prepare(stores);
  const app = buildApp({ logger: false, defaultRegion: region, host: 'localhost', stores });
  closes.push(() => app.close());

  async function sqs(operation: string, input: object): Promise<unknown> {
    const answer = await app.inject({
      method: 'POST',
      url: '/',
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${operation}` },
      payload: JSON.stringify(input),
    });
    if (answer.statusCode !== 200) throw new Error(answer.body);
    return answer.body === '' ? undefined : JSON.parse(answer.body);
  }
  async function s3(method: 'PUT' | 'POST' | 'GET' | 'DELETE', url: string, body = '', headers = {}) {
    const type = { 'content-type': 'text/plain' };
    const payload = body === '' ? {} : { payload: Buffer.from(body) };
    const answer = await app.inject({ method, url, headers: { ...type, ...headers }, ...payload });
    if (answer.statusCode >= 300) throw new Error(answer.body);
    return answer;
  }
  return {
    ...stores,
    sqs,
    s3,
    createQueue: (name: string, Attributes = {}) => sqs('CreateQueue', { QueueName: name, Attributes }),
    send: (name: string, MessageBody: string, more = {}) =>
      sqs('SendMessage', { QueueUrl: urlOf(name), MessageBody, ...more }),
    receive: async (name: string, more = {}) => {
      const options = { MaxNumberOfMessages: 10, AttributeNames: ['All'], ...more };
      return Received.parse(await sqs('ReceiveMessage', { QueueUrl: urlOf(name), ...options })).Messages;
    },
  };
}

/** Starts fauxqs and restores the data that the store contains. */
const restartFauxqs = (store: Store) => startFauxqs((stores) => keepStores(stores, store));

describe('createStores', () => {
  test('loads the stores from the installed package', async () => {
    const { sqsStore, snsStore, s3Store } = await createStores(requireFile);
    expect([sqsStore, snsStore, s3Store].map((store) => store.constructor.name)).toEqual([
      'SqsStore',
      'SnsStore',
      'S3Store',
    ]);
  });

  test('rejects a version of fauxqs that lacks the expected classes', async () => {
    await expect(createStores(async () => ({}))).rejects.toThrow(/^this version of fauxqs .*; update messaging/);
  });
});

describe('stored messages', () => {
  test('restores messages in order after a restart, with their receive counts', async () => {
    const open = reopenedStore();
    const before = await restartFauxqs(open());
    await before.createQueue('jobs');
    for (const body of ['a', 'b', 'c']) await before.send('jobs', body);
    await before.receive('jobs', { MaxNumberOfMessages: 1 });
    const after = await restartFauxqs(open());
    await after.createQueue('jobs');
    const messages = await after.receive('jobs');
    expect(messages.map(({ Body, Attributes }) => [Body, Attributes['ApproximateReceiveCount']])).toEqual([
      ['a', '2'],
      ['b', '1'],
      ['c', '1'],
    ]);
  });

  test('restores no messages in a queue that is deleted and created again', async () => {
    const open = reopenedStore();
    const before = await restartFauxqs(open());
    await before.createQueue('jobs');
    await before.send('jobs', 'old');
    const after = await restartFauxqs(open());
    await after.createQueue('jobs');
    await after.sqs('DeleteQueue', { QueueUrl: urlOf('jobs') });
    await after.createQueue('jobs');
    expect(await after.receive('jobs')).toEqual([]);
  });

  test('restores messages with their message group in a FIFO queue, which continues its sequence numbers', async () => {
    const open = reopenedStore();
    const fifo = { FifoQueue: 'true', ContentBasedDeduplication: 'true' };
    const before = await restartFauxqs(open());
    await before.createQueue('jobs.fifo', fifo);
    await before.send('jobs.fifo', 'a', { MessageGroupId: 'one' });
    const after = await restartFauxqs(open());
    await after.createQueue('jobs.fifo', fifo);
    await after.send('jobs.fifo', 'b', { MessageGroupId: 'two' });
    const messages = await after.receive('jobs.fifo');
    expect(messages.map(({ Body, Attributes }) => [Body, Attributes['MessageGroupId']])).toEqual([
      ['a', 'one'],
      ['b', 'two'],
    ]);
    const [first, second] = messages.map(({ Attributes }) => Number(Attributes['SequenceNumber']));
    expect(second).toBe(Number(first) + 1);
  });

  test('stores a message only once when it moves to the dead-letter queue', async () => {
    const open = reopenedStore();
    const redrive = { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arnOf('dead'), maxReceiveCount: 1 }) };
    const start = async () => {
      const fauxqs = await restartFauxqs(open());
      await fauxqs.createQueue('dead');
      await fauxqs.createQueue('jobs', { VisibilityTimeout: '0', ...redrive });
      return fauxqs;
    };
    const before = await start();
    await before.send('jobs', 'a');
    expect(await before.receive('jobs')).toHaveLength(1);
    expect(await before.receive('jobs')).toEqual([]);
    const after = await start();
    expect(await after.receive('jobs')).toEqual([]);
    expect((await after.receive('dead')).map(({ Body }) => Body)).toEqual(['a']);
  });

  test.each<[string, (fauxqs: Awaited<ReturnType<typeof startFauxqs>>) => Promise<unknown>]>([
    [
      'DeleteMessage',
      async ({ sqs, receive }) => {
        for (const { ReceiptHandle } of await receive('jobs'))
          await sqs('DeleteMessage', { QueueUrl: urlOf('jobs'), ReceiptHandle });
      },
    ],
    [
      'DeleteMessageBatch',
      async ({ sqs, receive }) => {
        const messages = await receive('jobs');
        const Entries = messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
        await sqs('DeleteMessageBatch', { QueueUrl: urlOf('jobs'), Entries });
      },
    ],
    ['PurgeQueue', ({ sqs }) => sqs('PurgeQueue', { QueueUrl: urlOf('jobs') })],
    ['DeleteQueue', ({ sqs }) => sqs('DeleteQueue', { QueueUrl: urlOf('jobs') })],
  ])('deletes messages from the store after %s, except for messages in another queue', async (_operation, forget) => {
    const open = reopenedStore();
    const queues = ['jobs', 'others'];
    const before = await restartFauxqs(open());
    for (const queue of queues) await before.createQueue(queue);
    for (const queue of queues) await before.send(queue, queue);
    await forget(before);
    const after = await restartFauxqs(open());
    for (const queue of queues) await after.createQueue(queue);
    expect(await after.receive('jobs')).toEqual([]);
    expect((await after.receive('others')).map(({ Body }) => Body)).toEqual(['others']);
  });
});

describe('stored objects', () => {
  test('restores objects after a restart with their type, metadata, entity tag and date', async () => {
    const open = reopenedStore();
    const before = await restartFauxqs(open());
    await before.s3('PUT', '/reports');
    await before.s3('PUT', '/reports/2026/a.txt', 'text', { 'x-amz-meta-author': 'me' });
    const { headers: written } = await before.s3('GET', '/reports/2026/a.txt');
    const after = await restartFauxqs(open());
    await after.s3('PUT', '/reports');
    const { body, headers } = await after.s3('GET', '/reports/2026/a.txt');
    const names = ['content-type', 'x-amz-meta-author', 'etag', 'last-modified'] as const;
    expect(body).toBe('text');
    expect(names.map((name) => headers[name])).toEqual(names.map((name) => written[name]));
    expect(headers['x-amz-meta-author']).toBe('me');
  });

  test.each<[string, (fauxqs: Awaited<ReturnType<typeof startFauxqs>>) => Promise<unknown>]>([
    ['DeleteObject', ({ s3 }) => s3('DELETE', '/reports/a')],
    ['DeleteObjects', ({ s3 }) => s3('POST', '/reports?delete', '<Delete><Object><Key>a</Key></Object></Delete>')],
  ])('deletes objects from the store after %s', async (_operation, forget) => {
    const open = reopenedStore();
    const before = await restartFauxqs(open());
    await before.s3('PUT', '/reports');
    for (const key of ['a', 'b']) await before.s3('PUT', `/reports/${key}`, key);
    await forget(before);
    const after = await restartFauxqs(open());
    await after.s3('PUT', '/reports');
    expect(listObjects(after.s3Store, 'reports', '').map(({ key }) => key)).toEqual(['b']);
  });

  test('restores copies of objects after a restart', async () => {
    const open = reopenedStore();
    const before = await restartFauxqs(open());
    await before.s3('PUT', '/reports');
    await before.s3('PUT', '/reports/a', 'text');
    await before.s3('PUT', '/reports/b', '', { 'x-amz-copy-source': '/reports/a' });
    const after = await restartFauxqs(open());
    await after.s3('PUT', '/reports');
    expect(listObjects(after.s3Store, 'reports', '').map(({ key, body }) => [key, String(body)])).toEqual([
      ['a', 'text'],
      ['b', 'text'],
    ]);
  });

  test('restores completed multipart uploads, even in a bucket with more objects than fit on a listing page', async () => {
    const open = reopenedStore();
    const before = await restartFauxqs(open());
    await before.s3('PUT', '/reports');
    for (let index = 1000; index <= 2000; index += 1)
      before.s3Store.putObject('reports', `a/${index}`, Buffer.from('small'));
    const { body } = await before.s3('POST', '/reports/b?uploads');
    const uploadId = /<UploadId>([^<]+)</.exec(body)?.[1] ?? '';
    const { headers } = await before.s3('PUT', `/reports/b?partNumber=1&uploadId=${uploadId}`, 'large');
    const part = `<Part><PartNumber>1</PartNumber><ETag>${headers['etag']}</ETag></Part>`;
    const complete = `<CompleteMultipartUpload>${part}</CompleteMultipartUpload>`;
    await before.s3('POST', `/reports/b?uploadId=${uploadId}`, complete);
    const after = await restartFauxqs(open());
    await after.s3('PUT', '/reports');
    const objects = listObjects(after.s3Store, 'reports', '');
    expect(objects).toHaveLength(1002);
    expect(String(objects.at(-1)?.body)).toBe('large');
    expect(objects.at(-1)?.etag).toMatch(/-1"$/);
  });
});

describe('a stored queue', () => {
  test('keeps received messages in flight until they are released or deleted', async () => {
    const fauxqs = await startFauxqs(() => undefined);
    await fauxqs.createQueue('jobs', { VisibilityTimeout: '0' });
    for (const body of ['a', 'b']) await fauxqs.send('jobs', body);
    await fauxqs.send('jobs', 'late', { DelaySeconds: 60 });
    const [queue] = listQueues(fauxqs.sqsStore);
    const bodies = () =>
      Object.entries(queue?.messages() ?? {}).map(([state, messages]) => [state, ...messages.map(({ body }) => body)]);
    const [a, b] = queue?.receive(10) ?? [];
    expect(bodies()).toEqual([['ready'], ['delayed', 'late'], ['inFlight', 'a', 'b']]);
    queue?.release(a?.receiptHandle ?? '');
    queue?.delete(b?.receiptHandle ?? '');
    expect(bodies()).toEqual([['ready', 'a'], ['delayed', 'late'], ['inFlight']]);
  });

  test('applies the visibility timeout that SetQueueAttributes sets', async () => {
    const fauxqs = await startFauxqs(() => undefined);
    await fauxqs.createQueue('jobs', { VisibilityTimeout: '40' });
    const queue = findQueue(fauxqs.sqsStore, arnOf('jobs'));
    expect([queue?.name, queue?.isFifo, queue?.visibilitySeconds()]).toEqual(['jobs', false, 40]);
    await fauxqs.sqs('SetQueueAttributes', { QueueUrl: urlOf('jobs'), Attributes: { VisibilityTimeout: '50' } });
    expect(queue?.visibilitySeconds()).toBe(50);
    expect(findQueue(fauxqs.sqsStore, arnOf('nothing'))).toBeUndefined();
  });

  test('a stored queue calls its hooks for SQS requests', async () => {
    const calls: string[] = [];
    const fauxqs = await startFauxqs(({ sqsStore }) =>
      hookQueues(sqsStore, ({ name }) => ({
        beforeEnqueue: ({ body }) => calls.push(`${name}: before ${body}`),
        afterEnqueue: () => calls.push(`${name}: sent`),
        afterReceive: ({ body, approximateReceiveCount }) =>
          calls.push(`${name}: received ${body} ${approximateReceiveCount}`),
        afterDelete: ({ body }) => calls.push(`${name}: deleted ${body}`),
        afterPurge: () => calls.push(`${name}: purged`),
      })),
    );
    await fauxqs.createQueue('jobs');
    await fauxqs.send('jobs', 'a');
    const [message] = await fauxqs.receive('jobs');
    const deleted = { QueueUrl: urlOf('jobs'), ReceiptHandle: message?.ReceiptHandle };
    await fauxqs.sqs('DeleteMessage', deleted);
    await fauxqs.sqs('DeleteMessage', deleted);
    await fauxqs.sqs('PurgeQueue', { QueueUrl: urlOf('jobs') });
    expect(calls).toEqual(['jobs: before a', 'jobs: sent', 'jobs: received a 1', 'jobs: deleted a', 'jobs: purged']);
  });
});
