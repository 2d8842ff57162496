import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { GetQueueUrlCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { poll } from '@himeshima/local-aws/testing';
import * as z from 'zod';
import { type Signer, signedFetch } from '../signed-fetch';
import { type ForeignPlatform, startForeignPlatform } from './foreign-platform';
import { functionOf, letsSend, region } from './foreign-stack';

jest.setTimeout(60_000);

/** Failing functions, each named after the destination of its failed records. */
const destinations = {
  'to-a-topic': '${aws_sns_topic.failed.arn}',
  'to-a-bucket': '${aws_s3_bucket.failed.arn}',
  'to-a-function': '${aws_lambda_function.undertaker.arn}',
};
const names = Object.keys(destinations);
const each = <Value>(make: (name: string) => Value) => Object.fromEntries(names.map((name) => [name, make(name)]));

let theirs: ForeignPlatform;
let signer: Signer;
beforeAll(async () => {
  const zips = each(() => "exports.handler = async () => { throw new Error('no'); };");
  theirs = await startForeignPlatform({
    resource: {
      aws_sqs_queue: { news: { name: 'news' }, places: { name: 'places' } },
      aws_sqs_queue_policy: {
        news: { queue_url: '${aws_sqs_queue.news.url}', policy: letsSend(destinations['to-a-topic']) },
      },
      aws_sns_topic: { failed: { name: 'failed' } },
      aws_sns_topic_subscription: {
        news: {
          topic_arn: '${aws_sns_topic.failed.arn}',
          protocol: 'sqs',
          endpoint: '${aws_sqs_queue.news.arn}',
          raw_message_delivery: true,
        },
      },
      aws_s3_bucket: { failed: { bucket: 'failed' } },
      aws_kinesis_stream: { events: { name: 'events', shard_count: 1 } },
      aws_lambda_function: { ...each((name) => functionOf(name)), undertaker: functionOf('undertaker') },
      aws_lambda_function_event_invoke_config: each((name) => ({
        function_name: `\${aws_lambda_function.${name}.function_name}`,
        maximum_retry_attempts: 0,
        destination_config: {
          on_failure: { destination: Object.entries(destinations).find(([key]) => key === name)?.[1] },
        },
      })),
      aws_lambda_event_source_mapping: {
        events: {
          event_source_arn: '${aws_kinesis_stream.events.arn}',
          function_name: '${aws_lambda_function.to-a-topic.arn}',
          starting_position: 'TRIM_HORIZON',
          maximum_retry_attempts: 0,
          destination_config: { on_failure: { destination_arn: '${aws_sqs_queue.places.arn}' } },
        },
      },
    },
    zips: { ...zips, undertaker: 'exports.handler = async (event) => console.log(JSON.stringify(event));' },
  });
  signer = { endpoint: theirs.platform.endpoint, region, credentials: await theirs.clients.sqs.config.credentials() };
});
afterAll(() => theirs?.stop());

const Record = z.object({
  requestContext: z.object({ functionArn: z.string() }),
  requestPayload: z.unknown().optional(),
  KinesisBatchInfo: z.object({ batchSize: z.number() }).optional(),
  payload: z.string().optional(),
});
const recordIn = (text: string) => Record.parse(JSON.parse(text));

async function fail(name: keyof typeof destinations): Promise<void> {
  const Payload = Buffer.from(JSON.stringify({ thing: name }));
  await theirs.clients.lambda.send(new InvokeCommand({ FunctionName: name, InvocationType: 'Event', Payload }));
}

async function receiveFrom(queue: string) {
  const { sqs } = theirs.clients;
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queue }));
  const body = await poll(
    async () => (await sqs.send(new ReceiveMessageCommand({ QueueUrl }))).Messages?.[0]?.Body,
    `a message in ${queue}`,
  );
  return recordIn(body);
}

const of = (name: string) => ({
  requestContext: { functionArn: expect.stringContaining(`:function:${name}:`) },
  requestPayload: { thing: name },
});

describe('a function that could not process an event', () => {
  test('sends the event to a topic, whose subscribers receive the event', async () => {
    await fail('to-a-topic');
    expect(await receiveFrom('news')).toMatchObject(of('to-a-topic'));
  });

  test('sends the event to a bucket', async () => {
    await fail('to-a-bucket');
    const s3 = async (path: string) => (await signedFetch(signer, { service: 's3', method: 'GET', path })).text;
    const key = await poll(async () => /<Key>(.+?)<\/Key>/.exec(await s3('/failed'))?.[1], 'an object');
    expect(key).toMatch(/^aws\/lambda\/async\/to-a-bucket\/\d{4}\/\d\d\/\d\d\/[\dT.-]+-[\da-f-]+$/);
    expect(recordIn(await s3(`/failed/${key}`))).toMatchObject(of('to-a-bucket'));
  });

  test('sends the event to another function', async () => {
    await fail('to-a-function');
    const logs = new CloudWatchLogsClient({ ...signer, maxAttempts: 1 });
    const filter = new FilterLogEventsCommand({
      logGroupName: '/aws/lambda/undertaker',
      filterPattern: 'requestContext',
    });
    const line = await poll(
      () =>
        logs.send(filter).then(
          ({ events }) => events?.[0]?.message,
          () => undefined,
        ),
      'the event that the destination function received',
    );
    expect(recordIn(line.split('\tINFO\t')[1] ?? '')).toMatchObject(of('to-a-function'));
  });
});

test('the position of failed records in a stream goes to a queue, but the records themselves do not', async () => {
  const kinesis = new KinesisClient({ ...signer, maxAttempts: 1 });
  await kinesis.send(new PutRecordCommand({ StreamName: 'events', PartitionKey: 'a', Data: Buffer.from('1') }));
  kinesis.destroy();
  const record = await receiveFrom('places');
  expect(record).toMatchObject({ KinesisBatchInfo: { batchSize: 1 } });
  expect(record.payload).toBeUndefined();
});
