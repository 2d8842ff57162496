import { KinesisClient, PutRecordsCommand, type PutRecordsResultEntry } from '@aws-sdk/client-kinesis';
import { DeleteObjectCommand, GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { redriveParkedRecords } from './redrive-parked-records';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const key = 'aws/lambda/mapping/shard/2026/11/24/batch';
const streamArn = 'arn:aws:kinesis:ap-northeast-1:000000000000:stream/telemetry';
const region = 'ap-northeast-1';

/** Parks records with the given partition keys and redrives them. @param resultOf returns the result that Kinesis reports for a record */
async function redrive(keys: readonly string[], resultOf: (key: string, call: number) => PutRecordsResultEntry) {
  const Records = keys.map((partitionKey) => ({ kinesis: { partitionKey, data: '' } }));
  const parked = JSON.stringify({ KinesisBatchInfo: { streamArn }, payload: JSON.stringify({ Records }) });
  const [s3, kinesis] = [new S3Client({ region }), new KinesisClient({ region })];
  const deleted: unknown[] = [];
  jest.spyOn(s3, 'send').mockImplementation(async (command: object) => {
    if (command instanceof DeleteObjectCommand) deleted.push(command.input.Key);
    if (command instanceof GetObjectCommand) return { Body: { transformToString: async () => parked } };
    return { Contents: [{ Key: key }] };
  });
  const calls: (readonly (string | undefined)[])[] = [];
  jest.spyOn(kinesis, 'send').mockImplementation(async (command: object) => {
    if (!(command instanceof PutRecordsCommand)) throw new Error('unexpected call');
    const sent = command.input.Records?.map(({ PartitionKey = '' }) => PartitionKey) ?? [];
    calls.push(sent);
    return { Records: sent.map((partitionKey) => resultOf(partitionKey, calls.length)) };
  });
  const first = redriveParkedRecords({ s3, kinesis }, 'parked').next();
  await jest.runAllTimersAsync();
  const { value: result } = await first;
  return { result, calls, deleted };
}

const throttled = { ErrorCode: 'ProvisionedThroughputExceededException', ErrorMessage: 'Rate exceeded for shard 1' };

test('retries throttled records after a pause', async () => {
  const { result, calls } = await redrive(['a', 'b', 'c'], (name, call) => (name === 'b' && call < 3 ? throttled : {}));
  expect(calls).toEqual([['a', 'b', 'c'], ['b'], ['b']]);
  expect(result).toEqual({ what: `parked/${key}`, to: streamArn, count: 3 });
});

test('keeps the object and reports the first reason if records are rejected repeatedly', async () => {
  const { result, deleted } = await redrive(['a', 'b'], (name) => (name === 'b' ? throttled : {}));
  expect(result).toEqual({
    what: `parked/${key}`,
    refused: `Error: ${streamArn} rejected 1 record: ProvisionedThroughputExceededException: Rate exceeded for shard 1`,
  });
  expect(deleted).toEqual([]);
});
