import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { poll } from '@himeshima/local-aws/testing';
import * as z from 'zod';
import { type ForeignPlatform, startForeignPlatform } from './foreign-platform';
import { functionOf, region } from './foreign-stack';
import { linesOf } from './invocations';

jest.setTimeout(40_000);

/** Each record in the stream specifies the failure that it causes. */
const ofRecords = `exports.handler = async ({ Records }) => {
    for (const { kinesis } of Records) {
      const text = Buffer.from(kinesis.data, 'base64').toString();
      if (text === 'hangs') await new Promise((resolve) => setTimeout(resolve, 60000));
      if (text === 'exits') process.exit(3);
      if (text === 'kills') process.kill(process.pid, 'SIGKILL');
      const all = [];
      while (text === 'hoards') all.push(new Array(1000).fill(Math.random()));
      while (text === 'hoards-buffers') all.push(Buffer.alloc(16 * 2 ** 20));
    }
    for (const { kinesis } of Records) console.log('processed', Buffer.from(kinesis.data, 'base64').toString());
  };`;

let theirs: ForeignPlatform;
beforeAll(async () => {
  theirs = await startForeignPlatform({
    resource: {
      aws_lambda_function: { 'reads-a-stream': functionOf('reads-a-stream', { timeout: 1, memory_size: 128 }) },
      aws_kinesis_stream: { records: { name: 'records', shard_count: 1 } },
      aws_s3_bucket: { parked: { bucket: 'parked' } },
      aws_lambda_event_source_mapping: {
        records: {
          event_source_arn: '${aws_kinesis_stream.records.arn}',
          function_name: '${aws_lambda_function.reads-a-stream.function_name}',
          starting_position: 'TRIM_HORIZON',
          bisect_batch_on_function_error: true,
          maximum_retry_attempts: 2,
          destination_config: { on_failure: { destination_arn: '${aws_s3_bucket.parked.arn}' } },
        },
      },
    },
    zips: { 'reads-a-stream': ofRecords },
  });
});
afterAll(() => theirs?.stop());

const ParkedRecords = z.object({
  requestContext: z.object({ condition: z.string(), approximateInvokeCount: z.number() }),
  payload: z.string(),
});
const Batch = z.object({ Records: z.array(z.object({ kinesis: z.object({ data: z.string() }) })) });

/** Returns the request context and the records of a parked object. */
async function parkedAt(s3: S3Client, Key: string | undefined) {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'parked', Key }));
  const text = await Body?.transformToString();
  const { requestContext, payload } = ParkedRecords.parse(JSON.parse(text ?? ''));
  const { Records } = Batch.parse(JSON.parse(payload));
  return { ...requestContext, records: Records.map(({ kinesis }) => Buffer.from(kinesis.data, 'base64').toString()) };
}

describe('a stream record that makes the handler fail', () => {
  const misbehaviours = ['hangs', 'exits', 'kills', 'hoards', 'hoards-buffers'];
  const neighbours = ['first', 'second', 'third', 'fourth', 'fifth', 'last'];

  test('parks a record separately if the handler hangs, exits or exhausts memory, and processes adjacent records', async () => {
    const common = {
      endpoint: theirs.platform.endpoint,
      region,
      credentials: await theirs.clients.sqs.config.credentials(),
    };
    const s3 = new S3Client({ ...common, forcePathStyle: true });
    const kinesis = new KinesisClient(common);
    await theirs.platform.setSpeed(60);
    const texts = neighbours.flatMap((text, place) => [text, ...misbehaviours.slice(place, place + 1)]);
    const Records = texts.map((text) => ({ PartitionKey: 'a', Data: Buffer.from(text) }));
    await kinesis.send(new PutRecordsCommand({ StreamName: 'records', Records }));
    const keys = await poll(
      async () => {
        const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'parked' }));
        return Contents.length >= misbehaviours.length ? Contents.map(({ Key }) => Key) : undefined;
      },
      'every record that always fails',
      25,
    );
    const found = await Promise.all(keys.map((key) => parkedAt(s3, key)));
    expect(
      found.toSorted((a, b) => misbehaviours.indexOf(a.records[0] ?? '') - misbehaviours.indexOf(b.records[0] ?? '')),
    ).toEqual(
      misbehaviours.map((text) => ({
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: 3,
        records: [text],
      })),
    );
    const processed = await poll(async () => {
      const lines = await linesOf(new CloudWatchLogsClient(common), 'reads-a-stream');
      const records = lines.flatMap((line) => line.match(/processed (\S+)/)?.[1] ?? []);
      return records.includes('last') ? records : undefined;
    }, 'the last record');
    await theirs.platform.setSpeed(1);
    expect(processed).toEqual(neighbours);
    kinesis.destroy();
    expect(theirs.platform.complaints).toEqual([]);
  });
});
