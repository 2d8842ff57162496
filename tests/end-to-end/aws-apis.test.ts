import {
  CloudWatchLogsClient,
  DescribeLogStreamsCommand,
  DescribeMetricFiltersCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
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
import { DeleteFunctionCommand, InvokeCommand, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListActivitiesCommand, ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import { ListPhoneNumbersOptedOutCommand, ListTopicsCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import {
  GetQueueUrlCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { type ForeignPlatform, startForeignPlatform } from './foreign-platform';
import { account, functionOf, region } from './foreign-stack';
import { type Signer, signedFetch } from './signed-fetch';

jest.setTimeout(20_000);

let theirs: ForeignPlatform;
/** What every client is made of. */
let signer: Signer & { maxAttempts: number };
let logs: CloudWatchLogsClient;

beforeAll(async () => {
  theirs = await startForeignPlatform({
    resource: {
      aws_sqs_queue: { jobs: { name: 'jobs' }, news: { name: 'news' } },
      aws_sns_topic: { news: { name: 'news' } },
      aws_sns_topic_subscription: {
        news: { topic_arn: '${aws_sns_topic.news.arn}', protocol: 'sqs', endpoint: '${aws_sqs_queue.news.arn}' },
      },
      aws_s3_bucket: { archive: { bucket: 'archive' } },
      aws_kinesis_stream: { events: { name: 'events', shard_count: 2 } },
      aws_dynamodb_table: {
        things: { name: 'things', hash_key: 'thing', attribute: [{ name: 'thing', type: 'S' }] },
      },
      aws_lambda_function: { greet: functionOf('greet') },
      aws_cloudwatch_log_group: { greet: { name: '/aws/lambda/greet' } },
    },
    zips: { greet: "exports.handler = async ({ name }) => { console.warn('hello', name); return `hello ${name}`; };" },
  });
  const { endpoint } = theirs.platform;
  signer = { endpoint, region, credentials: await theirs.clients.sqs.config.credentials(), maxAttempts: 1 };
  logs = new CloudWatchLogsClient(signer);
});
afterAll(() => theirs?.stop());

const Refusal = z.object({
  name: z.string(),
  message: z.string(),
  $metadata: z.object({ httpStatusCode: z.number().optional() }),
});

/** The error of a call, as an SDK client reads it. */
async function refusal(call: Promise<unknown>) {
  const error: unknown = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  const { name, message, $metadata } = Refusal.parse(error);
  return { name, message, status: $metadata.httpStatusCode };
}

describe('a call with the right key and a wrong secret is refused by', () => {
  const wrong = () => ({ ...signer, credentials: { ...signer.credentials, secretAccessKey: 'guessed' } });

  test.each([
    ['DynamoDB', () => new DynamoDBClient(wrong()).send(new ListTablesCommand({}))],
    ['SQS', () => new SQSClient(wrong()).send(new ListQueuesCommand({}))],
    ['SNS', () => new SNSClient(wrong()).send(new ListTopicsCommand({}))],
    ['Step Functions', () => new SFNClient(wrong()).send(new ListStateMachinesCommand({}))],
  ])('%s', async (_service, call) => {
    expect(await refusal(call())).toMatchObject({ name: 'SignatureDoesNotMatch', status: 403 });
  });

  test('STS and S3, in XML', async () => {
    const calls = [
      { service: 'sts', method: 'POST', path: '/', body: 'Action=GetCallerIdentity&Version=2011-06-15' },
      { service: 's3', method: 'GET', path: '/archive/a' },
    ];
    for (const call of calls) {
      const answer = await signedFetch(wrong(), call);
      expect(answer).toMatchObject({ status: 403, type: expect.stringContaining('xml') });
      expect(answer.text).toContain('<Code>SignatureDoesNotMatch</Code>');
    }
  });
});

test('a call with a key that nobody has, and one without any, are refused', async () => {
  const credentials = { accessKeyId: 'AKIANOBODY', secretAccessKey: 'x' };
  const stranger = new SQSClient({ ...signer, credentials });
  expect(await refusal(stranger.send(new ListQueuesCommand({})))).toMatchObject({ status: 403 });
  const unsigned = await fetch(signer.endpoint, { method: 'POST', body: '{}' });
  expect(unsigned.status).toBe(403);
});

describe('an operation that is not served is refused by its name', () => {
  test.each([
    ['ListActivities', () => new SFNClient(signer).send(new ListActivitiesCommand({}))],
    ['DescribeMetricFilters', () => logs.send(new DescribeMetricFiltersCommand({}))],
    ['TransactWriteItems', () => theirs.clients.dynamodb.send(new TransactWriteItemsCommand({ TransactItems: [] }))],
    ['StartMessageMoveTask', () => theirs.clients.sqs.send(new StartMessageMoveTaskCommand({ SourceArn: 'a' }))],
    ['ListPhoneNumbersOptedOut', () => theirs.clients.sns.send(new ListPhoneNumbersOptedOutCommand({}))],
    [
      'DELETE /2015-03-31/functions/greet',
      () => theirs.clients.lambda.send(new DeleteFunctionCommand({ FunctionName: 'greet' })),
    ],
  ])('%s', async (name, call) => {
    const refused = await refusal(call());
    expect(refused.message).toContain(name);
    // fauxqs says it in its own words
    expect(refused.message).toMatch(/is not served locally|Unknown action/);
  });

  test('of STS, in XML', async () => {
    const body = 'Action=AssumeRole&Version=2011-06-15';
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await signedFetch(signer, { service: 'sts', method: 'POST', path: '/', headers, body });
    expect(answer.status).toBe(501);
    expect(answer.text).toMatch(/<Message>.*AssumeRole is not served locally/);
  });
});

test('a service that is not served is refused by its name, with those that are', async () => {
  const answer = await signedFetch(signer, { service: 'athena', method: 'POST', path: '/', body: '{}' });
  expect(answer.status).toBe(501);
  expect(answer.text).toMatch(/athena.* is not served locally.*dynamodb/);
});

test.each([
  ['rds', 'DescribeDBInstances', /^<ErrorResponse><Error>.*<Message>rds:DescribeDBInstances is not served locally/],
  ['ec2', 'DescribeVpcs', /^<Response><Errors><Error>.*<Message>ec2:DescribeVpcs is not served locally/],
])('%s, which is asked by a form, is refused in XML', async (service, action, xml) => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const call = { service, method: 'POST', path: '/', headers, body: `Action=${action}` };
  const answer = await signedFetch(signer, call);
  expect(answer).toMatchObject({ status: 501, type: expect.stringContaining('xml') });
  expect(answer.text).toMatch(xml);
});

test('STS says who calls', async () => {
  const body = 'Action=GetCallerIdentity&Version=2011-06-15';
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await signedFetch(signer, { service: 'sts', method: 'POST', path: '/', headers, body });
  expect(answer).toMatchObject({ status: 200, type: expect.stringContaining('xml') });
  expect(answer.text).toContain(`<Arn>arn:aws:iam::${account}:user/himeshima</Arn>`);
  expect(answer.text).toContain(`<Account>${account}</Account>`);
});

// the SDK's client speaks HTTP/2 without TLS to an http endpoint
describe('Kinesis, by HTTP/2,', () => {
  const kinesisOf = (as: typeof signer) => new KinesisClient(as);
  let kinesis: KinesisClient;
  beforeAll(() => {
    kinesis = kinesisOf(signer);
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

  test('gives back what was put, from all shards', async () => {
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

  test('refuses a stream that is not there, and an iterator that is none', async () => {
    const put = new PutRecordCommand({ StreamName: 'nothing', PartitionKey: 'a', Data: bytes('') });
    expect(await refusal(kinesis.send(put))).toMatchObject({ name: 'ResourceNotFoundException', status: 400 });
    const get = new GetRecordsCommand({ ShardIterator: 'no iterator' });
    expect(await refusal(kinesis.send(get))).toMatchObject({ name: 'InvalidArgumentException', status: 400 });
  });

  test('refuses what is not served, by its name', async () => {
    const merge = new MergeShardsCommand({ StreamName, ShardToMerge: 'a', AdjacentShardToMerge: 'b' });
    expect(await refusal(kinesis.send(merge))).toMatchObject({
      message: expect.stringContaining('kinesis.MergeShards is not served locally'),
      status: 501,
    });
  });

  test('refuses a wrong secret', async () => {
    const stranger = kinesisOf({ ...signer, credentials: { ...signer.credentials, secretAccessKey: 'guessed' } });
    const refused = await refusal(stranger.send(new ListStreamsCommand({})));
    stranger.destroy();
    expect(refused).toMatchObject({ name: 'SignatureDoesNotMatch', status: 403 });
  });
});

describe('CloudWatch Logs', () => {
  const group = '/aws/lambda/greet';
  beforeAll(async () => {
    const invoke = (name: string) =>
      new InvokeCommand({ FunctionName: 'greet', Payload: Buffer.from(JSON.stringify({ name })) });
    for (const name of ['light', 'lamp']) {
      const { Payload } = await theirs.clients.lambda.send(invoke(name));
      expect(Buffer.from(Payload ?? []).toString()).toBe(`"hello ${name}"`);
    }
  });

  test('finds the lines that a pattern matches', async () => {
    const found = (pattern: string) =>
      logs
        .send(new FilterLogEventsCommand({ logGroupName: group, filterPattern: pattern }))
        .then(({ events = [] }) => events.map((event) => event.message?.split('\t').slice(2).join(' ')));
    expect(await found('WARN -light')).toEqual(['WARN hello lamp\n']);
    expect(
      (await logs.send(new FilterLogEventsCommand({ logGroupName: group, filterPattern: '?START ?REPORT' }))).events,
    ).toHaveLength(4);
    expect(await found('nobody')).toEqual([]);
  });

  test('gives a stream in its order', async () => {
    const streams = await logs.send(new DescribeLogStreamsCommand({ logGroupName: group }));
    const [logStreamName] = streams.logStreams?.map((stream) => stream.logStreamName) ?? [];
    const { events = [] } = await logs.send(new GetLogEventsCommand({ logGroupName: group, logStreamName }));
    const words = events.map(({ message }) => /^(START|END|REPORT)|\t(WARN)\t/.exec(message ?? '')?.[0]?.trim());
    expect(words).toEqual(['START', 'WARN', 'END', 'REPORT', 'START', 'WARN', 'END', 'REPORT']);
  });

  test('refuses a group that is not there, and a pattern that is none', async () => {
    expect(await refusal(logs.send(new FilterLogEventsCommand({ logGroupName: 'nothing' })))).toMatchObject({
      name: 'ResourceNotFoundException',
      status: 400,
    });
    const pattern = new FilterLogEventsCommand({ logGroupName: group, filterPattern: '{ $.a = ' });
    expect(await refusal(logs.send(pattern))).toMatchObject({ name: 'InvalidParameterException', status: 400 });
  });
});

const urlOf = async (queue: string) =>
  (await theirs.clients.sqs.send(new GetQueueUrlCommand({ QueueName: queue }))).QueueUrl;

async function receive(queue: string, waitSeconds: number): Promise<string | undefined> {
  const wait = new ReceiveMessageCommand({ QueueUrl: await urlOf(queue), WaitTimeSeconds: waitSeconds });
  return (await theirs.clients.sqs.send(wait)).Messages?.[0]?.Body;
}

describe('SQS and SNS', () => {
  test('a receiver that waits gets a message as soon as it is sent', async () => {
    const received = receive('jobs', 10);
    await theirs.clients.sqs.send(new SendMessageCommand({ QueueUrl: await urlOf('jobs'), MessageBody: 'switch on' }));
    expect(await received).toBe('switch on');
  });

  test('a queue that subscribed to a topic gets what is published, in an envelope', async () => {
    const TopicArn = `arn:aws:sns:${region}:${account}:news`;
    const published = new PublishCommand({ TopicArn, Subject: 'light-1', Message: 'is on' });
    const { MessageId } = await theirs.clients.sns.send(published);
    const body = await receive('news', 5);
    expect(JSON.parse(body ?? '')).toMatchObject({
      Type: 'Notification',
      MessageId,
      TopicArn,
      Subject: 'light-1',
      Message: 'is on',
    });
  });

  test('a queue and a topic that are not there are refused as AWS does', async () => {
    expect(await refusal(urlOf('nothing'))).toMatchObject({ name: 'QueueDoesNotExist', status: 400 });
    const publish = new PublishCommand({ TopicArn: `arn:aws:sns:${region}:${account}:nothing`, Message: 'x' });
    expect(await refusal(theirs.clients.sns.send(publish))).toMatchObject({ name: 'NotFoundException', status: 404 });
  });
});

describe('S3', () => {
  const call = (method: string, path: string, body?: string) =>
    signedFetch(signer, { service: 's3', method, path, ...(body === undefined ? {} : { body }) });

  test('keeps an object under a name with spaces and other letters', async () => {
    const path = '/archive/2026/%E7%81%AF%20one.json';
    expect(await call('PUT', path, '{"power": true}')).toMatchObject({ status: 200 });
    expect(await call('GET', path)).toMatchObject({ status: 200, text: '{"power": true}' });
    expect((await call('GET', '/archive')).text).toContain('<Key>2026/灯 one.json</Key>');
  });

  test('refuses an object and a bucket that are not there', async () => {
    expect((await call('GET', '/archive/nothing')).text).toContain('<Code>NoSuchKey</Code>');
    expect((await call('GET', '/nothing/a')).text).toContain('<Code>NoSuchBucket</Code>');
  });
});

describe('DynamoDB', () => {
  test('writes under a condition, once', async () => {
    const { dynamodb } = theirs.clients;
    const put = () =>
      dynamodb.send(
        new PutItemCommand({
          TableName: 'things',
          Item: { thing: { S: 'light-1' }, since: { N: '1' } },
          ConditionExpression: 'attribute_not_exists(thing)',
        }),
      );
    await put();
    expect(await refusal(put())).toMatchObject({ name: 'ConditionalCheckFailedException', status: 400 });
    const { Item } = await dynamodb.send(new GetItemCommand({ TableName: 'things', Key: { thing: { S: 'light-1' } } }));
    expect(Item).toEqual({ thing: { S: 'light-1' }, since: { N: '1' } });
  });
});

describe('Lambda', () => {
  test('lists what the stack declares', async () => {
    const { Functions = [] } = await theirs.clients.lambda.send(new ListFunctionsCommand({}));
    expect(Functions.map(({ FunctionName, Timeout, MemorySize }) => ({ FunctionName, Timeout, MemorySize }))).toEqual([
      { FunctionName: 'greet', Timeout: 3, MemorySize: 128 },
    ]);
  });

  test.each(['Event', 'RequestResponse'] as const)('%s of a function that is not there is refused', async (type) => {
    const invoke = new InvokeCommand({ FunctionName: 'nothing', InvocationType: type });
    const refused = await refusal(theirs.clients.lambda.send(invoke));
    expect(refused).toMatchObject({ name: 'ResourceNotFoundException', status: 404 });
  });

  test.each(['Event', 'RequestResponse'] as const)('%s with a payload that is no JSON is refused', async (type) => {
    const invoke = new InvokeCommand({ FunctionName: 'greet', InvocationType: type, Payload: Buffer.from('{') });
    const refused = await refusal(theirs.clients.lambda.send(invoke));
    expect(refused).toMatchObject({ name: 'InvalidRequestContentException', status: 400 });
  });

  test('a dry run is refused: it must not run the function', async () => {
    const invoke = new InvokeCommand({ FunctionName: 'greet', InvocationType: 'DryRun' });
    const refused = await refusal(theirs.clients.lambda.send(invoke));
    expect(refused).toMatchObject({ name: 'InvalidParameterValueException', status: 400 });
  });

  test('hands the end of the log to a caller that asks for it', async () => {
    const Payload = Buffer.from('{"name": "tail"}');
    const invoke = new InvokeCommand({ FunctionName: 'greet', LogType: 'Tail', Payload });
    const { LogResult, ExecutedVersion } = await theirs.clients.lambda.send(invoke);
    expect(Buffer.from(LogResult ?? '', 'base64').toString()).toContain('\tWARN\thello tail\n');
    expect(ExecutedVersion).toBe('$LATEST');
  });
});
