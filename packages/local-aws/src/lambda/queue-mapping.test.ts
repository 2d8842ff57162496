import { type Authorizer, createAuthorizer } from '../authorize';
import { memoryStore } from '../store';
import { messageIdOf, polling, queueArn, region } from './polling.fixture';

const refuse = (bad: string) => (bodies: string[]) => {
  if (bodies.includes(bad)) throw new Error(`cannot process ${bad}`);
};

describe('a queue mapping', () => {
  test('invokes the function as the principal lambda.amazonaws.com', async () => {
    const { begin, clock, send, invoked } = polling({}, () => null);
    send('1');
    begin();
    await clock.advance(0);
    expect(invoked[0]?.principal).toMatchObject({ kind: 'service', service: 'lambda.amazonaws.com' });
    expect(invoked[0]?.event).toMatchObject({ Records: [{ body: '1', eventSourceARN: queueArn, awsRegion: region }] });
  });

  test('fills batches up to the batch size and deletes successful messages', async () => {
    const { begin, clock, send, batches, counts } = polling({ batchSize: 12 }, () => null);
    send(...Array.from({ length: 25 }, (_, job) => String(job)));
    begin();
    await clock.advance(0);
    expect(batches.map(({ length }) => length)).toEqual([12, 12, 1]);
    expect(counts()).toMatchObject({ waiting: 0, inFlight: 0 });
  });

  test('waits until the batching window has passed', async () => {
    const { begin, clock, send, batches } = polling({ batchingWindowSeconds: 10 }, () => null);
    begin();
    send('1');
    await clock.advance(9_000);
    send('2');
    await clock.advance(0);
    expect(batches).toEqual([]);
    await clock.advance(1_000);
    expect(batches).toEqual([['1', '2']]);
  });

  test('does not wait for the batching window if the batch is full', async () => {
    const { begin, clock, send, batches } = polling({ batchingWindowSeconds: 10, batchSize: 2 }, () => null);
    begin();
    send('1', '2', '3');
    await clock.advance(0);
    expect(batches).toEqual([['1', '2']]);
  });

  test("splits a batch that exceeds an invocation's maximum payload", async () => {
    const { begin, clock, send, batches } = polling({ batchingWindowSeconds: 10 }, () => null);
    const body = 'x'.repeat(900 * 1024);
    send(...Array(8).fill(body));
    begin();
    await clock.advance(10_000);
    expect(batches.map(({ length }) => length)).toEqual([6, 2]);
  });

  test('processes at most as many batches in parallel as the maximum concurrency allows', async () => {
    const waiting: (() => void)[] = [];
    const handler = () => new Promise<void>((resolve) => waiting.push(resolve));
    const { begin, clock, send, batches } = polling({ batchSize: 1, maximumConcurrency: 2 }, handler);
    send('1', '2', '3');
    begin();
    await clock.advance(0);
    expect(batches).toEqual([['1'], ['2']]);
    waiting.shift()?.();
    await clock.advance(0);
    expect(batches).toEqual([['1'], ['2'], ['3']]);
  });

  test('does not invoke the function after the mapping was stopped', async () => {
    const { begin, clock, send, poll, batches } = polling({}, () => null);
    const stop = begin();
    stop();
    send('1');
    await clock.advance(60_000);
    await poll();
    expect(batches).toEqual([]);
  });

  test('deletes messages that match no filter and fills the batch with other messages', async () => {
    const matches = (body: string) => body.startsWith('good');
    const { begin, clock, send, batches, counts, emitted } = polling({ matches, batchSize: 2 }, () => null);
    send('bad1', 'bad2', 'bad3', 'good1', 'bad4', 'good2');
    begin();
    await clock.advance(0);
    expect(batches).toEqual([['good1', 'good2']]);
    expect(counts()).toEqual({ waiting: 0, inFlight: 0 });
    expect(emitted[0]).toMatchObject({
      text: 'deleted 4 messages from queue jobs: they match no filter of function worker',
    });
  });

  test('finds a delayed message by polling', async () => {
    const { begin, clock, appear, poll, batches } = polling({}, () => null);
    begin();
    await clock.advance(60_000);
    appear('later');
    await poll();
    appear('much later');
    await poll();
    expect(batches).toEqual([['later'], ['much later']]);
  });
});

test('a batch refers to the events that caused its messages', async () => {
  const { begin, clock, send, sendFrom, bus } = polling({}, () => null);
  const links: unknown[] = [];
  bus.listen(({ kind }, context) => void (kind === 'batch' && links.push(context.links)));
  sendFrom(7, '1', '2');
  sendFrom(8, '3');
  send('4');
  begin();
  await clock.advance(0);
  expect(links).toEqual([[7, 8]]);
});

describe('a batch that fails', () => {
  test('a failed batch becomes visible again after the visibility timeout', async () => {
    const { begin, clock, send, counts, batches, emitted } = polling({}, refuse('bad'));
    send('bad', 'good');
    begin();
    await clock.advance(29_000);
    expect(batches).toEqual([['bad', 'good']]);
    expect(counts()).toEqual({ waiting: 0, inFlight: 2 });
    await clock.advance(1_000);
    expect(batches).toHaveLength(2);
    const failed = { kind: 'batch', stream: 'jobs', function: 'worker', records: 2, failed: 2 };
    expect(emitted).toMatchObject([{ ...failed, next: 'visible again in 30 s' }, failed]);
  });

  test('a batch stays invisible while the function is running', async () => {
    let finish = () => {};
    const handler = () => new Promise<void>((_, reject) => (finish = () => reject(new Error('too late'))));
    const { begin, clock, send, batches, counts } = polling({}, handler);
    send('slow');
    begin();
    await clock.advance(300_000);
    expect(batches).toHaveLength(1);
    expect(counts()).toMatchObject({ waiting: 0, inFlight: 1 });
    finish();
    await clock.advance(0);
    expect(batches).toHaveLength(2);
  });

  test('reports a batch only once if the function could not be invoked', async () => {
    const { begin, clock, send, emitted, counts } = polling({}, () => null);
    send('1');
    begin({ lambda: { invoke: () => Promise.reject(new Error('Rate Exceeded')) } });
    await clock.advance(45_000);
    expect(emitted.filter(({ kind }) => kind === 'note')).toMatchObject([
      { text: 'worker was not invoked: Rate Exceeded' },
    ]);
    expect(counts()).toMatchObject({ inFlight: 1 });
  });
});

describe('reported item failures', () => {
  const reporting = { reportsItemFailures: true };

  test('keeps only the reported messages in the queue', async () => {
    const { begin, clock, send, batches } = polling(reporting, (bodies, event) => ({
      batchItemFailures: bodies.includes('bad') ? [{ itemIdentifier: messageIdOf(event, 'bad') }] : [],
    }));
    send('1', 'bad', '2');
    begin();
    await clock.advance(30_000);
    expect(batches).toEqual([['1', 'bad', '2'], ['bad']]);
  });

  test.each([
    [null, 1],
    ['done', 1],
    [{}, 1],
    [{ batchItemFailures: [] }, 1],
    [{ batchItemFailures: null }, 1],
    [{ batchItemFailures: 'all' }, 2],
    [{ batchItemFailures: [{ itemIdentifier: '' }] }, 2],
    [{ batchItemFailures: [{ itemIdentifier: null }] }, 2],
    [{ batchItemFailures: [{ messageId: 'wrong key' }] }, 2],
    [{ batchItemFailures: [{ itemIdentifier: 'of another batch' }] }, 2],
  ])('the result %j causes %i invocations', async (result, invocations) => {
    const { begin, clock, send, batches } = polling(reporting, () => result);
    send('1');
    begin();
    await clock.advance(45_000);
    expect(batches).toHaveLength(invocations);
  });

  test('ignores reported item failures unless the mapping enables them', async () => {
    const { begin, clock, send, batches } = polling({}, (_, event) => ({
      batchItemFailures: [{ itemIdentifier: messageIdOf(event, '1') }],
    }));
    send('1');
    begin();
    await clock.advance(45_000);
    expect(batches).toHaveLength(1);
  });
});

describe('a mapping whose role lacks permissions', () => {
  const denying = (isDenied: (action: string) => boolean): Authorizer => ({
    ...createAuthorizer(memoryStore(), { now: () => 0 }),
    authorize: ({ action, resource }) =>
      isDenied(action) ? { allowed: false, reason: `no ${action} on ${resource}` } : { allowed: true },
  });

  test.each(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'])(
    'reads no messages without %s, and reports the missing permission only once',
    async (missing) => {
      const authorizer = denying((action) => action === missing);
      const { begin, clock, send, poll, batches, emitted, counts } = polling({}, () => null, { authorizer });
      send('1');
      begin();
      await clock.advance(60_000);
      await poll();
      expect(batches).toEqual([]);
      expect(counts()).toMatchObject({ waiting: 1 });
      const text = `worker does not read jobs: no ${missing} on ${queueArn}`;
      expect(emitted).toMatchObject([{ kind: 'note', text }]);
    },
  );

  test('starts reading when the permissions are granted', async () => {
    let isDenied = true;
    const { begin, clock, send, poll, batches } = polling({}, () => null, { authorizer: denying(() => isDenied) });
    send('1');
    begin();
    await clock.advance(0);
    isDenied = false;
    await poll();
    expect(batches).toEqual([['1']]);
  });
});
