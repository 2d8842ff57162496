import { gunzipSync } from 'node:zlib';
import { functionRole } from '../iam/principal';
import { stopped } from '../stopped-platform.fixture';
import { createFirehose } from './firehose';
import { evaluatePrefix } from './prefix';

const moment = Date.UTC(2026, 10, 24, 9, 30);

function platform() {
  const parts = stopped();
  const right = { given: true };
  const objects: { key: string; text: string }[] = [];
  let asked = 0;
  const messaging = {
    putObject: async ({ key, body }: { key: string; body: Uint8Array }) => {
      objects.push({ key, text: gunzipSync(body).toString('utf8') });
    },
  };
  const authorizer = {
    ...parts.authorizer,
    authorize() {
      asked += 1;
      return right.given ? ({ allowed: true } as const) : ({ allowed: false, reason: 'no' } as const);
    },
  };
  const firehose = createFirehose({ ...parts, authorizer, messaging });
  firehose.declare({
    name: 'archive',
    arn: 'arn:aws:firehose:ap-northeast-1:000000000000:deliverystream/archive',
    bucket: 'bucket',
    prefix: 'history/!{timestamp:yyyy/MM/dd}/',
    extension: '.json.gz',
    gzip: true,
    bufferingSeconds: 60,
    bufferingBytes: 100,
    key: undefined,
    role: functionRole('arn:aws:iam::000000000000:role/archive', 'archive'),
  });
  const put = (text: string, cause?: number) => firehose.put('archive', Buffer.from(text), cause);
  return { ...parts, firehose, put, objects, right, tried: () => asked };
}

describe('a delivery stream', () => {
  test("delivers records in order after the buffering interval, as one object under the stream's prefix", async () => {
    const { clock, put, objects } = platform();
    put('one\n');
    await clock.advance(59_000);
    put('two\n');
    expect(objects).toEqual([]);
    await clock.advance(1_000);
    expect(objects).toEqual([
      {
        key: expect.stringMatching(/^history\/2026\/01\/01\/archive-1-2026-01-01-00-01-00-[0-9a-f-]{36}\.json\.gz$/),
        text: 'one\ntwo\n',
      },
    ]);
  });

  test('refers to the events that caused the delivered records', async () => {
    const { bus, clock, put } = platform();
    const links: unknown[] = [];
    bus.listen(({ kind }, context) => void (kind === 'delivered' && links.push(context.links)));
    put('one', 7);
    put('two', 8);
    put('three', 7);
    put('four');
    await clock.advance(60_000);
    expect(links).toEqual([[7, 8]]);
  });

  test('delivers immediately when the buffer is full', async () => {
    const { clock, put, objects } = platform();
    put('x'.repeat(99));
    put('y');
    await clock.advance(0);
    expect(objects).toHaveLength(1);
    await clock.advance(120_000);
    expect(objects).toHaveLength(1);
  });

  test('reports a denied delivery, and delivers the records in order later', async () => {
    const { clock, put, objects, emitted, right } = platform();
    right.given = false;
    put('one');
    await clock.advance(60_000);
    const about = { type: 'aws_kinesis_firehose_delivery_stream', name: 'archive' };
    expect(emitted).toMatchObject([
      { kind: 'note', failed: true, about, text: 'archive failed to deliver to bucket: no' },
    ]);
    put('two');
    right.given = true;
    await clock.advance(60_000);
    expect(objects.map(({ text }) => text)).toEqual(['onetwo']);
  });

  test('retries a failed delivery only after a minute, even if the buffer is full', async () => {
    const { clock, put, objects, right, tried } = platform();
    right.given = false;
    put('x'.repeat(100));
    await clock.advance(59_000);
    for (let record = 0; record < 5; record++) put('y');
    await clock.advance(0);
    expect(tried()).toBe(1);
    await clock.advance(1_000);
    expect(tried()).toBe(2);
    right.given = true;
    await clock.advance(60_000);
    expect(objects.map(({ text }) => text)).toEqual([`${'x'.repeat(100)}yyyyy`]);
  });

  test('rejects records for a stream that does not exist', () => {
    expect(() => platform().firehose.put('nowhere', Buffer.from(''))).toThrow('Firehose nowhere');
  });
});

describe('evaluatePrefix', () => {
  test.each([
    ['', '2026/11/24/09/'],
    ['logs/', 'logs/2026/11/24/09/'],
    ["dt=!{timestamp:yyyy-MM-dd}/hour=!{timestamp:HH'h'}/", 'dt=2026-11-24/hour=09h/'],
  ])('evaluates %j to %s', (prefix, evaluated) => {
    expect(evaluatePrefix(prefix, moment)).toBe(evaluated);
  });

  test('replaces firehose:random-string with random text', () => {
    expect(evaluatePrefix('!{firehose:random-string}/!{timestamp:yyyy}', moment)).toMatch(/^[0-9a-f]{11}\/2026$/);
  });

  test.each(['!{timestamp:EEE}', '!{partitionKeyFromQuery:x}', '!{firehose:what}'])(
    'rejects %s as unsupported',
    (prefix) => {
      expect(() => evaluatePrefix(prefix, moment)).toThrow('is not supported locally');
    },
  );
});
