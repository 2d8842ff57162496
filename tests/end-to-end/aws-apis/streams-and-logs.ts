import {
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  ListShardsCommand,
  ListStreamsCommand,
  MergeShardsCommand,
  PutRecordCommand,
  PutRecordsCommand,
} from '@aws-sdk/client-kinesis';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { type Caller, refusal } from './caller';

/** Tests the Kinesis and CloudWatch Logs APIs. */
export function describeStreamsAndLogs(caller: () => Caller): void {
  // for an http endpoint, the SDK's client uses HTTP/2 without TLS
  describe('Kinesis over HTTP/2', () => {
    const kinesisOf = (as: Caller['signer']) => new KinesisClient(as);
    let kinesis: KinesisClient;
    beforeAll(() => {
      kinesis = kinesisOf(caller().signer);
    });
    afterAll(() => kinesis.destroy());

    const StreamName = 'events';
    const bytes = (text: string) => Buffer.from(text);

    async function readAll(): Promise<string[]> {
      const { Shards = [] } = await kinesis.send(new ListShardsCommand({ StreamName }));
      const read = Shards.map(async ({ ShardId }) => {
        const from = { StreamName, ShardId, ShardIteratorType: 'TRIM_HORIZON' } as const;
        const { ShardIterator } = await kinesis.send(new GetShardIteratorCommand(from));
        const { Records = [] } = await kinesis.send(new GetRecordsCommand({ ShardIterator }));
        return Records.map(({ Data }) => Buffer.from(Data ?? []).toString());
      });
      return (await Promise.all(read)).flat().sort();
    }

    test('returns the records of all shards', async () => {
      const one = await kinesis.send(new PutRecordCommand({ StreamName, PartitionKey: 'a', Data: bytes('1') }));
      expect(one.ShardId).toMatch(/^shardId-0{11}[01]$/);
      const Records = ['2', '3', '4', '5', '6', '7', '8'].map((text) => ({
        PartitionKey: `key-${text}`,
        Data: bytes(text),
      }));
      const many = await kinesis.send(new PutRecordsCommand({ StreamName, Records }));
      expect(many.FailedRecordCount).toBe(0);
      expect(new Set(many.Records?.map(({ ShardId }) => ShardId)).size).toBe(2);
      expect(await readAll()).toEqual(['1', '2', '3', '4', '5', '6', '7', '8']);
    });

    test('rejects an unknown stream and an invalid iterator', async () => {
      const put = new PutRecordCommand({ StreamName: 'nothing', PartitionKey: 'a', Data: bytes('') });
      expect(await refusal(kinesis.send(put))).toMatchObject({ name: 'ResourceNotFoundException', status: 400 });
      const get = new GetRecordsCommand({ ShardIterator: 'no iterator' });
      expect(await refusal(kinesis.send(get))).toMatchObject({ name: 'InvalidArgumentException', status: 400 });
    });

    test('rejects an unsupported operation, and reports its name', async () => {
      const merge = new MergeShardsCommand({ StreamName, ShardToMerge: 'a', AdjacentShardToMerge: 'b' });
      expect(await refusal(kinesis.send(merge))).toMatchObject({
        message: expect.stringContaining('kinesis.MergeShards is not supported locally'),
        status: 501,
      });
    });

    test('rejects a wrong secret', async () => {
      const stranger = kinesisOf({
        ...caller().signer,
        credentials: { ...caller().signer.credentials, secretAccessKey: 'guessed' },
      });
      const error = await refusal(stranger.send(new ListStreamsCommand({})));
      stranger.destroy();
      expect(error).toMatchObject({ name: 'SignatureDoesNotMatch', status: 403 });
    });
  });

  describe('CloudWatch Logs', () => {
    const group = '/aws/lambda/greet';
    beforeAll(async () => {
      const invoke = (name: string) =>
        new InvokeCommand({ FunctionName: 'greet', Payload: Buffer.from(JSON.stringify({ name })) });
      for (const name of ['light', 'lamp']) {
        const { Payload } = await caller().theirs.clients.lambda.send(invoke(name));
        expect(Buffer.from(Payload ?? []).toString()).toBe(`"hello ${name}"`);
      }
    });

    test('finds the lines that a pattern matches', async () => {
      const searchLines = (pattern: string) =>
        caller()
          .logs.send(new FilterLogEventsCommand({ logGroupName: group, filterPattern: pattern }))
          .then(({ events = [] }) => events.map((event) => event.message?.split('\t').slice(2).join(' ')));
      expect(await searchLines('WARN -light')).toEqual(['WARN hello lamp\n']);
      expect(
        (await caller().logs.send(new FilterLogEventsCommand({ logGroupName: group, filterPattern: '?START ?REPORT' })))
          .events,
      ).toHaveLength(4);
      expect(await searchLines('nobody')).toEqual([]);
    });

    test('returns the events of a log stream in order', async () => {
      const streams = await caller().logs.send(new DescribeLogStreamsCommand({ logGroupName: group }));
      const [logStreamName] = streams.logStreams?.map((stream) => stream.logStreamName) ?? [];
      const { events = [] } = await caller().logs.send(new GetLogEventsCommand({ logGroupName: group, logStreamName }));
      const words = events.map(({ message }) => /^(START|END|REPORT)|\t(WARN)\t/.exec(message ?? '')?.[0]?.trim());
      expect(words).toEqual(['START', 'WARN', 'END', 'REPORT', 'START', 'WARN', 'END', 'REPORT']);
    });

    test('rejects an unknown log group and an invalid pattern', async () => {
      expect(await refusal(caller().logs.send(new FilterLogEventsCommand({ logGroupName: 'nothing' })))).toMatchObject({
        name: 'ResourceNotFoundException',
        status: 400,
      });
      const pattern = new FilterLogEventsCommand({ logGroupName: group, filterPattern: '{ $.a = ' });
      expect(await refusal(caller().logs.send(pattern))).toMatchObject({
        name: 'InvalidParameterException',
        status: 400,
      });
    });
  });
}
