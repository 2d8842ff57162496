import { gunzipSync } from 'node:zlib';
import { AwsError } from '../gateway/service-api';
import { reopenedStore, start, stopped, writtenStore } from '../stopped-platform.fixture';
import type { Store } from '../store';
import { createLogs } from './logs';

const group = '/aws/lambda/power-on';
const destinationArn = 'arn:aws:kinesis:ap-northeast-1:000000000000:stream/AlertMessageStream';

function platform(deliver?: () => void, store?: Store) {
  const parts = stopped();
  const delivered: { destinationArn: string; record: Uint8Array; partitionKey: string }[] = [];
  const logs = createLogs({
    followed: undefined,
    ...parts,
    store: store ?? parts.store,
    region: 'ap-northeast-1',
    account: '000000000000',
    deliver(destination, record, { partitionKey }) {
      deliver?.();
      delivered.push({ destinationArn: destination, record, partitionKey });
    },
  });
  logs.createGroup({ name: group, retentionDays: 7 });
  logs.subscribe({ name: 'alerts', group, pattern: '?ERROR ?REPORT', role: undefined, destinationArn });
  const records = (): unknown[] => delivered.map(({ record }) => JSON.parse(gunzipSync(record).toString('utf8')));
  return { ...parts, logs, delivered, records };
}

describe('a subscription', () => {
  test("a subscription receives matching lines as a gzip record in AWS's format", async () => {
    const { clock, logs, delivered, records, emitted } = platform();
    logs.write(group, 'stream-1', ['START\n', 'ERROR a\n', 'INFO b\n', 'REPORT c\n'], undefined);
    await clock.advance(1_000);
    expect(records()).toEqual([
      {
        messageType: 'DATA_MESSAGE',
        owner: '000000000000',
        logGroup: group,
        logStream: 'stream-1',
        subscriptionFilters: ['alerts'],
        logEvents: [
          { id: expect.any(String), timestamp: start, message: 'ERROR a\n' },
          { id: expect.any(String), timestamp: start, message: 'REPORT c\n' },
        ],
      },
    ]);
    expect(delivered.map(({ destinationArn: to, partitionKey }) => [to, partitionKey])).toEqual([
      [destinationArn, 'stream-1'],
    ]);
    expect(emitted).toMatchObject([{ kind: 'logs-forwarded', group, lines: 2, destination: 'AlertMessageStream' }]);
  });

  test('batches lines that are written to a stream in quick succession', async () => {
    const { clock, logs, records } = platform();
    logs.write(group, 'stream-1', ['ERROR 1'], undefined);
    logs.write(group, 'stream-2', ['ERROR 2'], undefined);
    logs.write(group, 'stream-1', ['ERROR 3'], undefined);
    await clock.advance(1_000);
    logs.write(group, 'stream-1', ['ERROR 4'], undefined);
    await clock.advance(1_000);
    const messages = records().map((record) => JSON.stringify(record).match(/ERROR \d/g));
    expect(messages).toEqual([['ERROR 1', 'ERROR 3'], ['ERROR 2'], ['ERROR 4']]);
  });

  test('batches even more lines than a JavaScript call accepts as arguments', async () => {
    const { clock, logs, emitted } = platform();
    const many = Array.from({ length: 130_000 }, () => 'ERROR');
    for (const lines of [['ERROR'], many]) logs.write(group, 'stream-1', lines, undefined);
    await clock.advance(1_000);
    expect(emitted).toMatchObject([{ kind: 'logs-forwarded', lines: 130_001 }]);
  });

  test('a subscription receives no record for lines that do not match', async () => {
    const { clock, logs, records } = platform();
    logs.write(group, 'stream-1', ['INFO'], undefined);
    await clock.advance(10_000);
    expect(records()).toEqual([]);
  });

  test('counts and reports a record that cannot be delivered, but still delivers the next record', async () => {
    let broken = true;
    const { clock, logs, records, metrics, emitted } = platform(() => {
      if (broken) throw new Error('no such stream');
    });
    logs.write(group, 'stream-1', ['ERROR 1'], undefined);
    await clock.advance(1_000);
    broken = false;
    logs.write(group, 'stream-1', ['ERROR 2'], undefined);
    await clock.advance(1_000);
    expect(records()).toHaveLength(1);
    expect(metrics.series('aws.logs.delivery_errors')[0]?.minutes[0]).toMatchObject({ sum: 1, count: 2 });
    expect(emitted[0]).toMatchObject({ kind: 'note', text: expect.stringContaining('no such stream') });
  });

  test('rejects a subscription whose pattern is invalid', () => {
    const { logs } = platform();
    const filter = { name: 'broken', group, pattern: '"open', destinationArn, role: undefined };
    expect(() => logs.subscribe(filter)).toThrow('column 1');
  });
});

describe('a log group', () => {
  test("a log group stores its lines by stream, with the platform's time", async () => {
    const { clock, logs, metrics } = platform();
    logs.write(group, 'stream-1', ['a', 'b'], undefined);
    await clock.advance(90_000);
    logs.write(group, 'stream-2', ['c'], undefined);
    const { streams, retentionDays } = logs.group(group);
    expect(retentionDays).toBe(7);
    expect(streams['stream-1']?.map(({ message, timestamp }) => [message, timestamp - start])).toEqual([
      ['a', 0],
      ['b', 0],
    ]);
    expect(streams['stream-2']?.map(({ timestamp }) => timestamp - start)).toEqual([90_000]);
    expect(metrics.save()[`aws.logs.incoming_log_events{loggroupname:${group}}`]).toMatchObject([
      { minute: start / 60_000, sum: 2 },
      { minute: start / 60_000 + 1, sum: 1 },
    ]);
  });

  test('a log group writes its lines to the store', () => {
    const { logs } = platform(undefined, writtenStore());
    logs.write(group, 'stream-1', ['a'], undefined);
    logs.write(group, 'stream-1', ['b'], undefined);
    expect(logs.group(group).streams['stream-1']?.map(({ message }) => message)).toEqual(['a', 'b']);
  });

  test('groups and streams whose names contain slashes have separate lines', () => {
    const { logs } = platform(undefined, writtenStore());
    for (const [name, stream] of [
      ['/jobs', 'a/b'],
      ['/jobs/a', 'b'],
    ] as const) {
      logs.createGroup({ name, retentionDays: 0 });
      logs.write(name, stream, [name], undefined);
    }
    expect(logs.group('/jobs').streams['a/b']?.map(({ message }) => message)).toEqual(['/jobs']);
    expect(logs.group('/jobs/a').streams['b']?.map(({ message }) => message)).toEqual(['/jobs/a']);
  });

  test('a log group keeps 5,000 lines per stream', () => {
    const { logs } = platform();
    for (let count = 1; count <= 6; count++)
      logs.write(group, 's', Array(1_000).fill(`line of write ${count}`), undefined);
    const lines = logs.group(group).streams['s'] ?? [];
    expect(lines).toHaveLength(5_000);
    expect(lines[0]?.message).toBe('line of write 2');
  });

  test('a missing log group ignores writes and rejects reads', () => {
    const { logs } = platform();
    logs.write('/other', 'stream-1', ['ERROR'], undefined);
    expect(() => logs.group('/other')).toThrow(AwsError);
    expect(logs.groups().map(({ name }) => name)).toEqual([group]);
  });
});

test('a log group that is reopened from its store still contains its lines', () => {
  const open = reopenedStore();
  const before = platform(undefined, open());
  before.logs.write(group, 'stream-1', ['one\n', 'two\n'], undefined);
  const after = platform(undefined, open());
  after.logs.write(group, 'stream-1', ['three\n'], undefined);
  expect(after.logs.group(group).streams['stream-1']?.map(({ message }) => message)).toEqual([
    'one\n',
    'two\n',
    'three\n',
  ]);
});
