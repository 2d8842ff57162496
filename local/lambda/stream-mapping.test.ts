import { fc, test as property } from '@fast-check/jest';
import { z } from 'zod';
import { createKinesis } from '../kinesis/kinesis';
import { start, stopped } from '../stopped.fixture';
import { handmadeLambda } from './handmade.fixture';
import { type StreamMapping, startStreamMapping } from './stream-mapping';

const streamArn = 'arn:aws:kinesis:ap-northeast-1:000000000000:stream/alerts';
const bucketArn = 'arn:aws:s3:::failed-records';

const Records = z.object({
  Records: z.array(z.object({ kinesis: z.object({ data: z.string(), sequenceNumber: z.string() }) })),
});
const textsIn = (event: unknown) =>
  Records.parse(event).Records.map(({ kinesis }) => Buffer.from(kinesis.data, 'base64').toString('utf8'));
const sequenceOf = (event: unknown, text: string) =>
  Records.parse(event).Records[textsIn(event).indexOf(text)]?.kinesis.sequenceNumber ?? 'none';

const mapping: StreamMapping = {
  id: 'mapping-1',
  streamArn,
  functionArn: 'arn:aws:lambda:ap-northeast-1:000000000000:function:alert-message',
  role: 'arn:aws:iam::000000000000:role/alert-message',
  startingPosition: 'TRIM_HORIZON',
  batchSize: 5,
  batchingWindowSeconds: 0,
  reportsItemFailures: false,
  bisect: false,
  maximumRetries: 2,
  maximumAgeSeconds: -1,
  onFailure: bucketArn,
};

const Parked = z.object({
  payload: z.string(),
  requestContext: z.object({ condition: z.string(), approximateInvokeCount: z.number() }),
  KinesisBatchInfo: z.object({ batchSize: z.number(), startSequenceNumber: z.string(), endSequenceNumber: z.string() }),
});

function platform(
  changes: Partial<StreamMapping>,
  handler: (texts: string[], event: unknown) => unknown,
  { retentionHours = 24 } = {},
) {
  const parts = stopped();
  const kinesis = createKinesis(parts);
  kinesis.createStream({ name: 'alerts', arn: streamArn, shards: 1, retentionHours });
  const batches: string[][] = [];
  const { lambda, invoked } = handmadeLambda((event) => {
    batches.push(textsIn(event));
    return handler(textsIn(event), event);
  });
  const parked: { to: string; key: string; record: z.infer<typeof Parked> }[] = [];
  const park = async (to: string, key: string, record: object) =>
    void parked.push({ to, key, record: Parked.parse(record) });
  const put = (...texts: string[]) => {
    for (const text of texts) kinesis.put('alerts', { partitionKey: 'k', data: Buffer.from(text) });
  };
  const begin = () =>
    startStreamMapping({ ...mapping, ...changes }, { ...parts, kinesis, lambda, region: 'ap-northeast-1', park });
  const parkedTexts = () => parked.map(({ record }) => textsIn(JSON.parse(record.payload)));
  return { ...parts, batches, invoked, parked, parkedTexts, put, begin };
}

const refuse = (bad: string) => (texts: string[]) => {
  if (texts.includes(bad)) throw new Error(`cannot read ${bad}`);
};

describe('a stream mapping', () => {
  test('hands over batches in order, in the form of AWS, as Lambda itself', async () => {
    const { clock, begin, put, batches, invoked } = platform({}, () => null);
    put('1', '2', '3', '4', '5', '6', '7');
    begin();
    await clock.advance(1_000);
    put('8');
    await clock.advance(1_000);
    expect(batches).toEqual([['1', '2', '3', '4', '5'], ['6', '7'], ['8']]);
    expect(invoked[0]?.principal).toMatchObject({ kind: 'service', service: 'lambda.amazonaws.com' });
    expect(invoked[2]?.event).toEqual({
      Records: [
        {
          kinesis: {
            kinesisSchemaVersion: '1.0',
            partitionKey: 'k',
            sequenceNumber: expect.any(String),
            data: Buffer.from('8').toString('base64'),
            approximateArrivalTimestamp: start / 1000 + 1,
          },
          eventSource: 'aws:kinesis',
          eventVersion: '1.0',
          eventID: expect.stringMatching(/^shardId-000000000000:\d{56}$/),
          eventName: 'aws:kinesis:record',
          invokeIdentityArn: mapping.role,
          awsRegion: 'ap-northeast-1',
          eventSourceARN: streamArn,
        },
      ],
    });
  });

  test('that starts with the latest leaves out what was there before', async () => {
    const { clock, begin, put, batches } = platform({ startingPosition: 'LATEST' }, () => null);
    put('old');
    begin();
    put('new');
    await clock.advance(1_000);
    expect(batches).toEqual([['new']]);
  });

  test('waits for its batch to fill', async () => {
    const { clock, begin, put, batches } = platform({ batchingWindowSeconds: 10 }, () => null);
    begin();
    put('1');
    await clock.advance(9_000);
    put('2');
    expect(batches).toEqual([]);
    await clock.advance(1_000);
    expect(batches).toEqual([['1', '2']]);
  });

  test('tries a failed batch again as often as it may, then parks it whole and goes on', async () => {
    const { clock, begin, put, batches, parked, parkedTexts, told } = platform({}, refuse('bad'));
    put('1', 'bad');
    begin();
    await clock.advance(60_000);
    put('next');
    await clock.advance(60_000);
    expect(batches).toEqual([['1', 'bad'], ['1', 'bad'], ['1', 'bad'], ['next']]);
    expect(parkedTexts()).toEqual([['1', 'bad']]);
    expect(parked[0]?.to).toBe(bucketArn);
    expect(parked[0]?.key).toMatch(/^aws\/lambda\/mapping-1\/shardId-000000000000\/2026\/01\/01\/2026-01-01T00\.00\./);
    expect(parked[0]?.record.requestContext).toEqual({
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: 3,
    });
    expect(told.filter(({ kind }) => kind === 'parked')).toHaveLength(1);
  });

  test('without retries parks at the first failure', async () => {
    const { clock, begin, put, batches, parkedTexts } = platform({ maximumRetries: 0 }, refuse('bad'));
    put('bad');
    begin();
    await clock.advance(60_000);
    expect(batches).toEqual([['bad']]);
    expect(parkedTexts()).toEqual([['bad']]);
  });

  test('gives up a batch that has grown too old', async () => {
    const limits = { maximumRetries: -1, maximumAgeSeconds: 60 };
    const { clock, begin, put, parked, batches } = platform(limits, refuse('bad'));
    put('bad');
    begin();
    await clock.advance(50_000);
    expect(parked).toEqual([]);
    expect(batches.length).toBeGreaterThan(10);
    await clock.advance(50_000);
    expect(parked.map(({ record }) => record.requestContext.condition)).toEqual(['RecordAgeExceeded']);
  });

  test('that may retry for ever gives up what the stream itself has forgotten', async () => {
    const { clock, begin, put, parkedTexts } = platform({ maximumRetries: -1 }, refuse('bad'), {
      retentionHours: 1 / 60,
    });
    put('bad');
    begin();
    await clock.advance(50_000);
    expect(parkedTexts()).toEqual([]);
    await clock.advance(50_000);
    expect(parkedTexts()).toEqual([['bad']]);
  });

  test('a batch that is tried again and again grows old before the eyes of its monitor', async () => {
    const { clock, begin, put, metrics } = platform({ maximumRetries: 90 }, refuse('bad'));
    put('bad');
    begin();
    await clock.advance(80_000);
    const minutes = metrics.series('aws.lambda.iterator_age.maximum')[0]?.minutes ?? [];
    expect(minutes.map(({ max }) => max)).toEqual([59_000, 80_000]);
  });

  test('measures how old the first record of a batch is', async () => {
    const { clock, begin, put, metrics } = platform({}, () => null);
    put('1');
    await clock.advance(5_000);
    put('2');
    begin();
    await clock.advance(1_000);
    expect(metrics.series('aws.lambda.iterator_age')[0]?.minutes[0]?.max).toBe(5_000);
    expect(metrics.series('aws.kinesis.get_records_iterator_age_milliseconds.maximum')[0]?.tags).toEqual({
      streamname: 'alerts',
    });
  });
});

describe('halving', () => {
  test('isolates the one record that cannot be processed, and parks it whole and alone', async () => {
    const { clock, begin, put, parked, parkedTexts, batches } = platform({ bisect: true }, refuse('bad'));
    put('1', '2', 'bad', '4', '5');
    begin();
    await clock.advance(60_000);
    expect(parkedTexts()).toEqual([['bad']]);
    expect(parked[0]?.record.KinesisBatchInfo.batchSize).toBe(1);
    expect(batches.filter((batch) => !batch.includes('bad'))).toEqual([
      ['1', '2'],
      ['4', '5'],
    ]);
  });

  const poisoned = fc.array(fc.boolean(), { minLength: 1, maxLength: 12 });
  property.prop([poisoned, fc.integer({ min: 1, max: 6 }), fc.boolean()])(
    'processes what can be processed once and in order, and parks exactly the rest',
    async (bad, batchSize, reports) => {
      const names = bad.map((poison, index) => `${poison ? 'bad' : 'good'}-${index}`);
      const done: string[] = [];
      const changes = { bisect: true, batchSize, maximumRetries: 1, reportsItemFailures: reports };
      const { clock, begin, put, parkedTexts } = platform(changes, (texts, event) => {
        const poison = texts.find((text) => text.startsWith('bad'));
        if (poison === undefined) done.push(...texts);
        else if (!reports) throw new Error(poison);
        else {
          done.push(...texts.slice(0, texts.indexOf(poison)));
          return { batchItemFailures: [{ itemIdentifier: sequenceOf(event, poison) }] };
        }
        return null;
      });
      put(...names);
      begin();
      await clock.advance(600_000);
      expect(done).toEqual(names.filter((name) => name.startsWith('good')));
      expect(parkedTexts()).toEqual(names.filter((name) => name.startsWith('bad')).map((name) => [name]));
    },
  );
});

describe('partial failures', () => {
  const reporting = { reportsItemFailures: true };

  test('everything from the lowest failed sequence number on is tried again', async () => {
    let first = true;
    const { clock, begin, put, batches, parked } = platform(reporting, (_, event) => {
      if (!first) return { batchItemFailures: [] };
      first = false;
      const failed = ['4', '3'].map((text) => ({ itemIdentifier: sequenceOf(event, text) }));
      return { batchItemFailures: failed };
    });
    put('1', '2', '3', '4', '5');
    begin();
    await clock.advance(60_000);
    expect(batches).toEqual([
      ['1', '2', '3', '4', '5'],
      ['3', '4', '5'],
    ]);
    expect(parked).toEqual([]);
  });

  test.each([
    [{ batchItemFailures: [{ itemIdentifier: 'of another batch' }] }, 2],
    [{ batchItemFailures: [] }, 1],
    [null, 1],
    ['done', 1],
  ])('the answer %j takes %i invocations', async (answer, invocations) => {
    const answers = [answer, null];
    const { clock, begin, put, batches } = platform(reporting, () => answers.shift() ?? null);
    put('1', '2');
    begin();
    await clock.advance(60_000);
    expect(batches).toEqual(Array(invocations).fill(['1', '2']));
  });

  test('an answer is not read where the mapping does not ask for it', async () => {
    const { clock, begin, put, batches } = platform({}, (_, event) => ({
      batchItemFailures: [{ itemIdentifier: sequenceOf(event, '1') }],
    }));
    put('1');
    begin();
    await clock.advance(60_000);
    expect(batches).toEqual([['1']]);
  });
});
