import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb-streams';
import { GetQueueUrlCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { poll } from '@himeshima/local-aws/testing';
import * as z from 'zod';
import { type ForeignPlatform, startForeignPlatform } from './foreign-platform';
import { functionOf, region } from './foreign-stack';

jest.setTimeout(60_000);

const document = (statement: object) =>
  JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', ...statement } });
const worker = `
exports.handler = async (event) => {
  console.log(JSON.stringify(event));
  if (event.Records.some(({ dynamodb }) => dynamodb.Keys.id.S === 'bad')) throw new Error('cannot process bad');
};`;
const mapping = (more: object = {}) => ({
  event_source_arn: '${aws_dynamodb_table.orders.stream_arn}',
  function_name: '${aws_lambda_function.worker.arn}',
  starting_position: 'TRIM_HORIZON',
  maximum_retry_attempts: 0,
  destination_config: { on_failure: { destination_arn: '${aws_sqs_queue.failed.arn}' } },
  ...more,
});

let theirs: ForeignPlatform;
let streams: DynamoDBStreamsClient;
let logs: CloudWatchLogsClient;
beforeAll(async () => {
  theirs = await startForeignPlatform(
    {
      resource: {
        aws_iam_role: {
          worker: {
            name: 'worker',
            assume_role_policy: document({ Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }),
          },
        },
        aws_iam_role_policy_attachment: {
          worker: {
            role: '${aws_iam_role.worker.name}',
            policy_arn: 'arn:aws:iam::aws:policy/service-role/AWSLambdaDynamoDBExecutionRole',
          },
        },
        aws_iam_role_policy: {
          worker: {
            name: 'send',
            role: '${aws_iam_role.worker.name}',
            policy: document({ Action: 'sqs:SendMessage', Resource: '*' }),
          },
        },
        aws_sqs_queue: { failed: { name: 'failed' } },
        aws_cloudwatch_log_group: { worker: { name: '/aws/lambda/worker' } },
        aws_lambda_function: { worker: functionOf('worker', { role: '${aws_iam_role.worker.arn}' }) },
        aws_dynamodb_table: {
          orders: {
            name: 'orders',
            billing_mode: 'PAY_PER_REQUEST',
            hash_key: 'id',
            attribute: [{ name: 'id', type: 'S' }],
            ttl: [{ attribute_name: 'ends', enabled: true }],
            stream_enabled: true,
            stream_view_type: 'NEW_AND_OLD_IMAGES',
          },
        },
        aws_lambda_event_source_mapping: {
          orders: mapping({
            filter_criteria: {
              filter: [{ pattern: '{"dynamodb":{"Keys":{"id":{"S":[{"anything-but":"skipped"}]}}}}' }],
            },
          }),
        },
      },
      zips: { worker },
    },
    ['--speed', '0'],
  );
  const { clients, platform } = theirs;
  const credentials = await clients.dynamodb.config.credentials();
  streams = new DynamoDBStreamsClient({ endpoint: platform.endpoint, region, credentials, maxAttempts: 1 });
  logs = new CloudWatchLogsClient({ endpoint: platform.endpoint, region, credentials });
});
afterAll(async () => {
  for (const client of [streams, logs]) client?.destroy();
  await theirs?.stop();
});

const TableName = 'orders';
const key = (id: string) => ({ id: { S: id } });
const put = (id: string, more: object = {}) =>
  theirs.clients.dynamodb.send(new PutItemCommand({ TableName, Item: { ...key(id), ...more } }));

/** Returns all records in the stream of a table. */
async function recordsOf(table: string) {
  const { Streams = [] } = await streams.send(new ListStreamsCommand({ TableName: table }));
  const StreamArn = Streams[0]?.StreamArn;
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  const ShardId = StreamDescription?.Shards?.[0]?.ShardId;
  const { ShardIterator } = await streams.send(
    new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
  );
  return (await streams.send(new GetRecordsCommand({ ShardIterator }))).Records ?? [];
}

const Event = z.object({
  Records: z.array(
    z.looseObject({
      eventName: z.string(),
      eventSourceARN: z.string(),
      dynamodb: z.looseObject({ Keys: z.object({ id: z.object({ S: z.string() }) }) }),
    }),
  ),
});

/** Waits until the function has received a number of records. */
const waitForRecords = (count: number) =>
  poll(async () => {
    await theirs.platform.advance(0.001);
    const filter = { logGroupName: '/aws/lambda/worker', filterPattern: '"Records"' };
    const { events = [] } = await logs.send(new FilterLogEventsCommand(filter));
    const records = events.flatMap(
      ({ message = '' }) => Event.parse(JSON.parse(message.split('\t').at(-1) ?? '')).Records,
    );
    return records.length >= count ? records : undefined;
  }, `${count} records`);

test('a stream contains the changes by all kinds of writes, and invokes a function with them', async () => {
  const { dynamodb } = theirs.clients;
  await put('a');
  await dynamodb.send(
    new UpdateItemCommand({
      TableName,
      Key: key('a'),
      UpdateExpression: 'SET amount = :a',
      ExpressionAttributeValues: { ':a': { N: '5' } },
    }),
  );
  await dynamodb.send(new BatchWriteItemCommand({ RequestItems: { orders: [{ PutRequest: { Item: key('b') } }] } }));
  await dynamodb.send(
    new TransactWriteItemsCommand({
      TransactItems: [{ Put: { TableName, Item: key('c') } }, { Delete: { TableName, Key: key('b') } }],
    }),
  );
  await put('skipped');
  await dynamodb.send(new DeleteItemCommand({ TableName, Key: key('a') }));
  const expected = [
    ['INSERT', 'a'],
    ['MODIFY', 'a'],
    ['INSERT', 'b'],
    ['INSERT', 'c'],
    ['REMOVE', 'b'],
    ['INSERT', 'skipped'],
    ['REMOVE', 'a'],
  ];
  const records = await recordsOf(TableName);
  expect(records.map(({ eventName, dynamodb: change }) => [eventName, change?.Keys?.['id']?.S])).toEqual(expected);
  expect(records[1]?.dynamodb).toMatchObject({
    OldImage: key('a'),
    NewImage: { ...key('a'), amount: { N: '5' } },
    StreamViewType: 'NEW_AND_OLD_IMAGES',
  });
  const invoked = await waitForRecords(6);
  expect(invoked.map(({ eventName, dynamodb: { Keys } }) => [eventName, Keys.id.S])).toEqual(
    expected.filter(([, id]) => id !== 'skipped'),
  );
  expect(invoked[0]?.eventSourceARN).toMatch(/:table\/orders\/stream\//);
});

test('the deletion of an expired item is marked in the stream and in the event', async () => {
  await put('expired', { ends: { N: String(Math.floor(Date.now() / 1000) - 60) } });
  await waitForRecords(7);
  await theirs.platform.advance(60);
  const records = await waitForRecords(8);
  expect(records.at(-1)).toMatchObject({
    eventName: 'REMOVE',
    dynamodb: { Keys: key('expired') },
    userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
  });
  expect((await recordsOf(TableName)).at(-1)?.userIdentity).toEqual({
    Type: 'Service',
    PrincipalId: 'dynamodb.amazonaws.com',
  });
});

test('the failure destination receives the position of a failed batch', async () => {
  await put('bad');
  await waitForRecords(9);
  const { QueueUrl } = await theirs.clients.sqs.send(new GetQueueUrlCommand({ QueueName: 'failed' }));
  const message = await poll(
    async () => (await theirs.clients.sqs.send(new ReceiveMessageCommand({ QueueUrl }))).Messages?.[0]?.Body,
    'the failed batch',
  );
  expect(JSON.parse(message)).toMatchObject({
    requestContext: { condition: 'RetryAttemptsExhausted' },
    DDBStreamBatchInfo: { batchSize: 1, streamArn: expect.stringContaining(':table/orders/stream/') },
  });
});

test('UpdateTable enables and disables the stream of a table', async () => {
  const { dynamodb } = theirs.clients;
  const created = await dynamodb.send(
    new CreateTableCommand({
      TableName: 'later',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
    }),
  );
  const StreamArn = created.TableDescription?.LatestStreamArn;
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: 'later' }));
  expect(Table).toMatchObject({
    LatestStreamArn: StreamArn,
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
  });
  const change = (StreamSpecification: { StreamEnabled: boolean; StreamViewType?: 'NEW_IMAGE' }) =>
    dynamodb.send(new UpdateTableCommand({ TableName: 'later', StreamSpecification }));
  await expect(change({ StreamEnabled: true, StreamViewType: 'NEW_IMAGE' })).rejects.toMatchObject({
    name: 'ValidationException',
    message: 'Table already has an enabled stream: TableName: later',
  });
  await change({ StreamEnabled: false });
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  expect(StreamDescription?.StreamStatus).toBe('DISABLED');
  await expect(change({ StreamEnabled: false })).rejects.toThrow('Table has no enabled stream');
  await expect(change({ StreamEnabled: true })).rejects.toThrow('StreamViewType is required');
  const unknown = new DescribeStreamCommand({ StreamArn: `${StreamArn}x` });
  await expect(streams.send(unknown)).rejects.toThrow(ResourceNotFoundException);
});
