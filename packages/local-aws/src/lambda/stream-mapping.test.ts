import { type Authorizer, createAuthorizer } from '../authorize';
import { start } from '../stopped-platform.fixture';
import { memoryStore } from '../store';
import { bucketArn, mapping, refuse, streamArn, streaming } from './streaming.fixture';

describe('a stream mapping', () => {
  test("invokes the function with batches in order, in AWS's format, as the principal lambda.amazonaws.com", async () => {
    const { clock, begin, put, batches, invoked } = streaming({}, () => null);
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

  test('skips existing records if the mapping starts with LATEST', async () => {
    const { clock, begin, put, batches } = streaming({ startingPosition: 'LATEST' }, () => null);
    put('old');
    begin();
    put('new');
    await clock.advance(1_000);
    expect(batches).toEqual([['new']]);
  });

  test('waits for a batch to fill', async () => {
    const { clock, begin, put, batches } = streaming({ batchingWindowSeconds: 10 }, () => null);
    begin();
    put('1');
    await clock.advance(9_000);
    put('2');
    expect(batches).toEqual([]);
    await clock.advance(1_000);
    expect(batches).toEqual([['1', '2']]);
  });

  test('retries a failed batch up to the maximum, then stores the batch in the bucket and continues', async () => {
    const { clock, begin, put, batches, parked, parkedTexts } = streaming({}, refuse('bad'));
    put('1', 'bad');
    begin();
    await clock.advance(60_000);
    put('next');
    await clock.advance(60_000);
    expect(batches).toEqual([['1', 'bad'], ['1', 'bad'], ['1', 'bad'], ['next']]);
    expect(parkedTexts()).toEqual([['1', 'bad']]);
    expect(parked[0]).toMatchObject({ to: bucketArn, role: mapping.role, place: 'mapping-1/shardId-000000000000' });
    expect(parked[0]?.record.requestContext).toEqual({
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: 3,
    });
  });

  test('sends the stream position of failed records to a queue, but not the records themselves', async () => {
    const onFailure = 'arn:aws:sqs:ap-northeast-1:000000000000:failures';
    const { clock, begin, put, parked } = streaming({ maximumRetries: 0, onFailure }, refuse('bad'));
    put('bad');
    begin();
    await clock.advance(60_000);
    expect(parked).toMatchObject([{ to: onFailure, record: { KinesisBatchInfo: { batchSize: 1 } } }]);
    expect(parked[0]?.record.payload).toBeUndefined();
  });

  test("reads no records if the function's role lacks permission", async () => {
    const authorizer: Authorizer = {
      ...createAuthorizer(memoryStore(), { now: () => 0 }),
      authorize: ({ action, resource }) => ({ allowed: false, reason: `no permission for ${action} on ${resource}` }),
    };
    const { clock, begin, put, batches, emitted } = streaming({}, () => null, { authorizer });
    put('1');
    begin();
    await clock.advance(60_000);
    expect(batches).toEqual([]);
    expect(emitted).toMatchObject([
      { text: expect.stringContaining(`no permission for kinesis:GetRecords on ${streamArn}`) },
    ]);
  });

  test("stops reading when the function's role loses permission", async () => {
    let may = true;
    const authorizer: Authorizer = {
      ...createAuthorizer(memoryStore(), { now: () => 0 }),
      authorize: ({ action }) => (may ? { allowed: true } : { allowed: false, reason: `no permission for ${action}` }),
    };
    const takesTheRight = () => {
      may = false;
      return null;
    };
    const { clock, begin, put, batches } = streaming({ batchSize: 1 }, takesTheRight, { authorizer });
    put('1', '2');
    begin();
    await clock.advance(60_000);
    expect(batches).toEqual([['1']]);
  });

  test('stores a batch after its first failure if no retries are configured', async () => {
    const { clock, begin, put, batches, parkedTexts } = streaming({ maximumRetries: 0 }, refuse('bad'));
    put('bad');
    begin();
    await clock.advance(60_000);
    expect(batches).toEqual([['bad']]);
    expect(parkedTexts()).toEqual([['bad']]);
  });

  test('sends a batch to the destination once the batch exceeds the maximum age', async () => {
    const limits = { maximumRetries: -1, maximumAgeSeconds: 60 };
    const { clock, begin, put, parked, batches } = streaming(limits, refuse('bad'));
    put('bad');
    begin();
    await clock.advance(50_000);
    expect(parked).toEqual([]);
    expect(batches.length).toBeGreaterThan(10);
    await clock.advance(50_000);
    expect(parked.map(({ record }) => record.requestContext.condition)).toEqual(['RecordAgeExceeded']);
  });

  test("stops retrying records beyond the stream's retention, even with unlimited retries", async () => {
    const { clock, begin, put, parkedTexts } = streaming({ maximumRetries: -1 }, refuse('bad'), {
      retentionHours: 1 / 60,
    });
    put('bad');
    begin();
    await clock.advance(50_000);
    expect(parkedTexts()).toEqual([]);
    await clock.advance(50_000);
    expect(parkedTexts()).toEqual([['bad']]);
  });

  test('reports a rising iterator age while a batch is retried', async () => {
    const { clock, begin, put, metrics } = streaming({ maximumRetries: 90 }, refuse('bad'));
    put('bad');
    begin();
    await clock.advance(80_000);
    const minutes = metrics.series('aws.lambda.iterator_age.maximum')[0]?.minutes ?? [];
    expect(minutes.map(({ max }) => max)).toEqual([59_000, 80_000]);
  });

  test('measures the age of a batch by its first record', async () => {
    const { clock, begin, put, metrics } = streaming({}, () => null);
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
