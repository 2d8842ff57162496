import { stopped } from '../stopped.fixture';
import { createKinesis } from './kinesis';
import { kinesisApi } from './kinesis-api';

function served() {
  const kinesis = createKinesis(stopped());
  const arn = 'arn:aws:kinesis:ap-northeast-1:000000000000:stream/events';
  kinesis.createStream({ name: 'events', arn, shards: 1, retentionHours: 24 });
  const api = kinesisApi(kinesis);
  const call = async (operation: string, input: object, cause?: number) =>
    await api({
      service: 'kinesis',
      principal: { kind: 'user', name: 'local' },
      cause,
      method: 'POST',
      path: '/',
      query: new URLSearchParams(),
      headers: { 'x-amz-target': `Kinesis_20131202.${operation}` },
      body: Buffer.from(JSON.stringify({ StreamName: 'events', ...input })),
    });
  return { call, records: () => kinesis.stream('events').shards[0]?.records ?? [], causeOf: kinesis.causeOf };
}

const entry = { PartitionKey: 'k', Data: 'AP8f' };

test("PutRecord stores a record's bytes unchanged", async () => {
  const { call, records } = served();
  expect(await call('PutRecord', entry)).toMatchObject({ status: 200 });
  expect(records()).toMatchObject([{ partitionKey: 'k', data: 'AP8f' }]);
});

test('records have the cause of the call', async () => {
  const { call, records, causeOf } = served();
  await call('PutRecord', entry, 7);
  await call('PutRecords', { Records: [entry, entry] }, 8);
  expect(records().map(causeOf)).toEqual([7, 8, 8]);
});

// Source: Kinesis API reference, "PutRecord".
test.each([
  ['data that is not base64', { Data: '!!!' }, 'must be valid base64'],
  ['an empty partition key', { PartitionKey: '' }, 'length greater than or equal to 1'],
  ['a partition key of 257 characters', { PartitionKey: 'k'.repeat(257) }, 'length less than or equal to 256'],
])('PutRecord and PutRecords reject %s and store nothing', async (_what, wrong, why) => {
  const { call, records } = served();
  await expect(call('PutRecord', { ...entry, ...wrong })).rejects.toMatchObject({ status: 400 });
  const several = call('PutRecords', { Records: [entry, { ...entry, ...wrong }] });
  await expect(several).rejects.toThrow(why);
  expect(records()).toEqual([]);
});
