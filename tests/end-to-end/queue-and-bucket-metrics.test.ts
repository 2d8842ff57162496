import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetQueueUrlCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { savedSeries } from '@himeshima/datadog-monitors';
import { type ForeignPlatform, startForeignPlatform } from './foreign-platform';
import { account, region } from './foreign-stack';

jest.setTimeout(60_000);

let theirs: ForeignPlatform;
beforeAll(async () => {
  const deadLetters = { deadLetterTargetArn: `arn:aws:sqs:${region}:${account}:dead`, maxReceiveCount: 1 };
  const redrive = { redrive_policy: JSON.stringify(deadLetters), visibility_timeout_seconds: 0 };
  theirs = await startForeignPlatform(
    {
      resource: {
        aws_sqs_queue: { dead: { name: 'dead' }, jobs: { name: 'jobs' }, tried: { name: 'tried', ...redrive } },
        aws_s3_bucket: { parked: { bucket: 'parked' }, other: { bucket: 'other' } },
        aws_s3_bucket_metric: {
          all: { bucket: 'parked', name: 'all' },
          failed: { bucket: 'parked', name: 'failed', filter: { prefix: 'failed/' } },
        },
      },
    },
    ['--speed', '0'],
  );
});
afterAll(() => theirs?.stop());

const series = async () => savedSeries(await (await fetch(`${theirs.platform.endpoint}/_local/metrics`)).json());

async function urlOf(queue: string): Promise<string | undefined> {
  return (await theirs.clients.sqs.send(new GetQueueUrlCommand({ QueueName: queue }))).QueueUrl;
}
const send = async (queue: string, MessageBody: string) =>
  theirs.clients.sqs.send(new SendMessageCommand({ QueueUrl: await urlOf(queue), MessageBody }));
const receive = async (queue: string) => {
  const command = new ReceiveMessageCommand({
    QueueUrl: await urlOf(queue),
    MessageSystemAttributeNames: ['SentTimestamp'],
  });
  return (await theirs.clients.sqs.send(command)).Messages?.[0];
};

describe('the age of the oldest message', () => {
  /** Returns the last recorded age of the oldest message in a queue. */
  const age = async (queue: string) => {
    const own = (await series()).find(
      ({ metric, tags }) => metric === 'aws.sqs.approximate_age_of_oldest_message' && tags['queuename'] === queue,
    );
    return own?.minutes.at(-1)?.max;
  };

  test("measures the age of the oldest message on the platform's clock, even while the message is in flight", async () => {
    await send('jobs', 'first');
    await theirs.platform.advance(600);
    await send('jobs', 'second');
    const before = await age('jobs');
    await theirs.platform.advance(120);
    const after = await age('jobs');
    expect(before).toBeGreaterThan(530);
    expect((after ?? 0) - (before ?? 0)).toBe(120);
    expect((await receive('jobs'))?.Body).toBe('first');
    await theirs.platform.advance(60);
    expect((await age('jobs')) ?? 0).toBe((after ?? 0) + 60);
  });

  test('does not reset the age of a message in the dead-letter queue', async () => {
    await send('tried', 'first');
    const { Attributes } = (await receive('tried')) ?? {};
    await theirs.platform.advance(600);
    expect(await receive('tried')).toBeUndefined();
    await theirs.platform.advance(60);
    expect(await age('dead')).toBeGreaterThan(590);
    expect((await receive('dead'))?.Attributes).toEqual(Attributes);
  });
});

test('bucket requests that match the filter of a declared metric are counted', async () => {
  const credentials = await theirs.clients.sqs.config.credentials();
  const s3 = new S3Client({
    endpoint: theirs.platform.endpoint,
    region,
    credentials,
    forcePathStyle: true,
    maxAttempts: 1,
  });
  const put = (Bucket: string, Key: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body: 'a' }));
  for (const [bucket, key] of [
    ['other', 'failed/a'],
    ['parked', 'failed/a'],
    ['parked', 'b'],
  ] as const)
    await put(bucket, key);
  await expect(s3.send(new GetObjectCommand({ Bucket: 'parked', Key: 'failed/nothing' }))).rejects.toThrow();
  await s3.send(new ListObjectsV2Command({ Bucket: 'parked' }));
  const counted = (await series())
    .filter(({ metric }) => metric.startsWith('aws.s3.'))
    .map(({ metric, tags, minutes }) => {
      const total = minutes.reduce((sum, minute) => sum + minute.sum, 0);
      return `${metric.slice(7)} ${tags['bucketname']} ${tags['filterid']} ${total}`;
    });
  expect(counted.sort()).toEqual([
    '4xx_errors parked all 1',
    '4xx_errors parked failed 1',
    'all_requests parked all 4',
    'all_requests parked failed 2',
    'get_requests parked all 1',
    'get_requests parked failed 1',
    'list_requests parked all 1',
    'put_requests parked all 2',
    'put_requests parked failed 1',
  ]);
});
