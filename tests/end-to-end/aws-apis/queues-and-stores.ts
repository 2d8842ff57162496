import {
  ConditionalCheckFailedException,
  CreateTableCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  GetItemCommand,
  ListTagsOfResourceCommand,
  PutItemCommand,
  QueryCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import {
  CreateTopicCommand,
  ListSubscriptionsByTopicCommand,
  PublishBatchCommand,
  PublishCommand,
  paginateListSubscriptionsByTopic,
  SetSubscriptionAttributesCommand,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  GetQueueUrlCommand,
  ListMessageMoveTasksCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { signedFetch } from '../../signed-fetch';
import { account, letsSend, region } from '../foreign-stack';
import { type Caller, refusal } from './caller';

/** Tests the SQS, SNS and DynamoDB APIs. */
export function describeQueuesAndStores(caller: () => Caller): void {
  const urlOf = async (queue: string) =>
    (await caller().theirs.clients.sqs.send(new GetQueueUrlCommand({ QueueName: queue }))).QueueUrl;

  async function receive(queue: string, waitSeconds: number): Promise<string | undefined> {
    const wait = new ReceiveMessageCommand({ QueueUrl: await urlOf(queue), WaitTimeSeconds: waitSeconds });
    return (await caller().theirs.clients.sqs.send(wait)).Messages?.[0]?.Body;
  }

  describe('SQS and SNS', () => {
    test('delivers a message to a waiting receiver as soon as it is sent', async () => {
      const received = receive('jobs', 10);
      await caller().theirs.clients.sqs.send(
        new SendMessageCommand({ QueueUrl: await urlOf('jobs'), MessageBody: 'switch on' }),
      );
      expect(await received).toBe('switch on');
    });

    test('delivers published messages to a subscribed queue in an envelope', async () => {
      const TopicArn = `arn:aws:sns:${region}:${account}:news`;
      const published = new PublishCommand({ TopicArn, Subject: 'light-1', Message: 'is on' });
      const { MessageId } = await caller().theirs.clients.sns.send(published);
      const body = await receive('news', 5);
      expect(JSON.parse(body ?? '')).toMatchObject({
        Type: 'Notification',
        MessageId,
        TopicArn,
        Subject: 'light-1',
        Message: 'is on',
      });
    });

    test('delivers the messages of a batch that pass the filter policy, with the text for queues', async () => {
      const { sns } = caller().theirs.clients;
      const TopicArn = `arn:aws:sns:${region}:${account}:news`;
      const { Subscriptions: [subscription] = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
      const filterBy = (AttributeValue: string) =>
        sns.send(
          new SetSubscriptionAttributesCommand({
            SubscriptionArn: subscription?.SubscriptionArn,
            AttributeName: 'FilterPolicy',
            AttributeValue,
          }),
        );
      await filterBy('{"kind":["light"]}');
      const attributes = (kind: string) => ({
        MessageAttributes: { kind: { DataType: 'String.Array', StringValue: kind } },
      });
      const { Successful, Failed } = await sns.send(
        new PublishBatchCommand({
          TopicArn,
          PublishBatchRequestEntries: [
            { Id: 'other', Message: 'filtered', ...attributes('["door"]') },
            { Id: 'broken', Message: 'not JSON', MessageStructure: 'json' },
            {
              Id: 'light',
              Message: '{"default":"for all","sqs":"for queues"}',
              MessageStructure: 'json',
              ...attributes('["light","new"]'),
            },
          ],
        }),
      );
      expect(Successful?.map(({ Id }) => Id)).toEqual(['other', 'light']);
      expect(Failed).toMatchObject([{ Id: 'broken', Code: 'InvalidParameter', SenderFault: true }]);
      const envelope: unknown = JSON.parse((await receive('news', 5)) ?? '');
      expect(envelope).toMatchObject({ Message: 'for queues', MessageAttributes: { kind: { Type: 'String.Array' } } });
      expect(envelope).not.toHaveProperty('Subject');
      await filterBy('');
      await sns.send(new PublishCommand({ TopicArn, Message: 'unfiltered' }));
      expect(JSON.parse((await receive('news', 5)) ?? '')).toMatchObject({ Message: 'unfiltered' });
    });

    test('a topic delivers to a queue only if the policy of the queue allows it, even if both were created by calls', async () => {
      const { sns, sqs } = caller().theirs.clients;
      const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'calls' }));
      const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'called' }));
      const Endpoint = `arn:aws:sqs:${region}:${account}:called`;
      await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint }));
      const publish = (Message: string) => sns.send(new PublishCommand({ TopicArn, Message }));
      await publish('denied');
      const Policy = letsSend(TopicArn ?? '');
      await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
      await publish('allowed');
      await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: '' } }));
      await publish('denied again');
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      expect(Messages.map(({ Body = '' }) => JSON.parse(Body))).toMatchObject([{ Message: 'allowed' }]);
      const invalid = new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: '{}' } });
      expect(await refusal(sqs.send(invalid))).toMatchObject({ name: 'InvalidAttributeValue', status: 400 });
    });

    test('lists subscriptions page by page', async () => {
      const { sns } = caller().theirs.clients;
      const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'popular' }));
      const endpoints = Array.from({ length: 101 }, (_, index) => `arn:aws:sqs:${region}:${account}:reader-${index}`);
      const Protocol = 'sqs';
      for (const Endpoint of endpoints) await sns.send(new SubscribeCommand({ TopicArn, Protocol, Endpoint }));
      const listed: (string | undefined)[] = [];
      const pages = paginateListSubscriptionsByTopic({ client: sns }, { TopicArn });
      for await (const { Subscriptions = [] } of pages) listed.push(...Subscriptions.map(({ Endpoint }) => Endpoint));
      expect(listed).toEqual(endpoints);
      const invalid = sns.send(new ListSubscriptionsByTopicCommand({ TopicArn, NextToken: 'nonsense' }));
      expect(await refusal(invalid)).toMatchObject({ name: 'InvalidParameterException', status: 400 });
    });

    test('sends emoji, and returns the requested attributes of a message', async () => {
      const { sqs } = caller().theirs.clients;
      const QueueUrl = await urlOf('jobs');
      const text = (StringValue: string) => ({ DataType: 'String', StringValue });
      const MessageAttributes = { kind: text('light'), kindred: text('door'), other: text('x') };
      const receiveWith = async (MessageAttributeNames?: string[]) => {
        await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'on 💡', MessageAttributes }));
        const { Messages: [message] = [] } = await sqs.send(
          new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames }),
        );
        return message;
      };
      expect(await receiveWith()).toEqual({
        MessageId: expect.any(String),
        ReceiptHandle: expect.any(String),
        MD5OfBody: expect.any(String),
        Body: 'on 💡',
      });
      expect((await receiveWith(['kind.*']))?.MessageAttributes).toEqual({
        kind: MessageAttributes.kind,
        kindred: MessageAttributes.kindred,
      });
      expect((await receiveWith(['All']))?.MessageAttributes).toEqual(MessageAttributes);
    });

    test('receives the messages of a group together and in order, and again if they were not deleted', async () => {
      const { sqs } = caller().theirs.clients;
      const created = new CreateQueueCommand({
        QueueName: 'ordered.fifo',
        Attributes: { FifoQueue: 'true', ContentBasedDeduplication: 'true' },
      });
      const { QueueUrl } = await sqs.send(created);
      for (const MessageBody of ['1', '2', '3'])
        await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageGroupId: 'light-1' }));
      const bodies = async (MaxNumberOfMessages: number, VisibilityTimeout: number) => {
        const { Messages = [] } = await sqs.send(
          new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages, VisibilityTimeout }),
        );
        return Messages.map(({ Body }) => Body);
      };
      expect(await bodies(2, 0)).toEqual(['1', '2']);
      expect(await bodies(10, 60)).toEqual(['1', '2', '3']);
      expect(await bodies(10, 60)).toEqual([]);
    });

    test.each([
      ['an unknown queue', 'GetQueueUrl', { QueueName: 'nothing' }, 'AWS.SimpleQueueService.NonExistentQueue'],
      ['an invalid name', 'CreateQueue', { QueueName: 'a/b' }, 'InvalidParameterValue'],
      [
        'other attributes',
        'CreateQueue',
        { QueueName: 'jobs', Attributes: { DelaySeconds: '9' } },
        'QueueAlreadyExists',
      ],
    ])('rejects %s with the error code that boto3 reads', async (_, operation, input, code) => {
      const answer = await signedFetch(caller().signer, {
        service: 'sqs',
        method: 'POST',
        path: '/',
        headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${operation}` },
        body: JSON.stringify(input),
      });
      expect(answer).toMatchObject({
        status: 400,
        headers: {
          'x-amzn-query-error': `${code};Sender`,
          'x-amzn-requestid': expect.stringMatching(/^[\da-f-]{36}$/),
        },
      });
    });

    test('moves the messages of a dead-letter queue back to their queue', async () => {
      const { sqs } = caller().theirs.clients;
      await sqs.send(new SendMessageCommand({ QueueUrl: await urlOf('orders'), MessageBody: 'order 1' }));
      const fail = new ReceiveMessageCommand({ QueueUrl: await urlOf('orders'), VisibilityTimeout: 0 });
      expect((await sqs.send(fail)).Messages).toHaveLength(1);
      expect((await sqs.send(fail)).Messages).toBeUndefined();
      const SourceArn = `arn:aws:sqs:${region}:${account}:dead`;
      await sqs.send(new StartMessageMoveTaskCommand({ SourceArn }));
      expect((await sqs.send(new ListMessageMoveTasksCommand({ SourceArn }))).Results).toMatchObject([
        { Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 1 },
      ]);
      expect(await receive('orders', 0)).toBe('order 1');
      const unknown = new StartMessageMoveTaskCommand({ SourceArn: `${SourceArn}-2` });
      expect(await refusal(sqs.send(unknown))).toMatchObject({ name: 'ResourceNotFoundException', status: 404 });
    });

    test('rejects a missing queue and a missing topic as AWS does', async () => {
      expect(await refusal(urlOf('nothing'))).toMatchObject({ name: 'QueueDoesNotExist', status: 400 });
      const publish = new PublishCommand({ TopicArn: `arn:aws:sns:${region}:${account}:nothing`, Message: 'x' });
      expect(await refusal(caller().theirs.clients.sns.send(publish))).toMatchObject({
        name: 'NotFoundException',
        status: 404,
      });
    });
  });

  describe('DynamoDB', () => {
    test('returns the item that fails a condition, if requested', async () => {
      const { dynamodb } = caller().theirs.clients;
      const TableName = 'things';
      const Key = { thing: { S: 'light-compared' } };
      const Item = { ...Key, since: { N: '7' } };
      await dynamodb.send(new PutItemCommand({ TableName, Item }));
      const condition = {
        ConditionExpression: 'since > :since',
        ExpressionAttributeValues: { ':since': { N: '8' } },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      } as const;
      const itemIn = (call: Promise<unknown>) =>
        call.then(
          () => 'the condition held',
          (error: unknown) => (error instanceof ConditionalCheckFailedException ? error.Item : error),
        );
      const update = { UpdateExpression: 'SET since = :since' };
      expect(await itemIn(dynamodb.send(new PutItemCommand({ TableName, Item, ...condition })))).toEqual(Item);
      expect(await itemIn(dynamodb.send(new DeleteItemCommand({ TableName, Key, ...condition })))).toEqual(Item);
      expect(await itemIn(dynamodb.send(new UpdateItemCommand({ TableName, Key, ...update, ...condition })))).toEqual(
        Item,
      );
      const { ReturnValuesOnConditionCheckFailure: _, ...silent } = condition;
      expect(await itemIn(dynamodb.send(new PutItemCommand({ TableName, Item, ...silent })))).toBeUndefined();
    });

    test('accepts the ARN of a table, and stores the tags of a new table', async () => {
      const { dynamodb } = caller().theirs.clients;
      const Tags = [{ Key: 'team', Value: 'iot' }];
      const { TableDescription } = await dynamodb.send(
        new CreateTableCommand({
          TableName: 'tagged',
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
          Tags,
        }),
      );
      const TableName = TableDescription?.TableArn;
      expect((await dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn: TableName }))).Tags).toEqual(Tags);
      await waitUntilTableExists({ client: dynamodb, maxWaitTime: 10, minDelay: 0.1, maxDelay: 0.1 }, { TableName });
      const Item = { id: { S: 'a' } };
      await dynamodb.send(new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName, Item } }] }));
      expect((await dynamodb.send(new GetItemCommand({ TableName, Key: Item }))).Item).toEqual(Item);
    });

    test('writes an item only once if the condition requires that the item does not exist', async () => {
      const { dynamodb } = caller().theirs.clients;
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
      const { Item } = await dynamodb.send(
        new GetItemCommand({ TableName: 'things', Key: { thing: { S: 'light-1' } } }),
      );
      expect(Item).toEqual({ thing: { S: 'light-1' }, since: { N: '1' } });
    });

    test.each([
      ['PutItem', '{"TableName":"things","Item":{"thing":{"S":"a"},"v":{"L":[null]}}}'],
      ['PutItem', '{"TableName":"things","Item":{"thing":null}}'],
      ['PutItem', '{"TableName":"things","Item":{"thing":{"S":"a"}},"Expected":{"a":null}}'],
      ['Scan', '{"TableName":"things","ExclusiveStartKey":{"thing":null}}'],
      ['Query', '{"TableName":"things","KeyConditions":{"thing":null}}'],
      ['BatchWriteItem', '{"RequestItems":{"things":[null]}}'],
      ['UpdateTable', '{"TableName":"things","GlobalSecondaryIndexUpdates":[null]}'],
      ['TransactWriteItems', '{"TransactItems":[null]}'],
      ['TransactWriteItems', '{"TransactItems":"x"}'],
      ['TransactGetItems', 'null'],
      ['GetItem', 'null'],
      ['DescribeTimeToLive', 'null'],
    ])('rejects %s with %s, and still answers later calls', async (operation, body) => {
      const headers = {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `DynamoDB_20120810.${operation}`,
      };
      const call = { service: 'dynamodb', method: 'POST', path: '/', headers, body };
      const { status, text } = await signedFetch(caller().signer, call);
      expect({ status, text }).toEqual({
        status: 400,
        text: expect.stringMatching(/#(Validation|Serialization)Exception"/),
      });
      const again = new DescribeTableCommand({ TableName: 'things' });
      expect(await caller().theirs.clients.dynamodb.send(again)).toMatchObject({ Table: { TableName: 'things' } });
    });

    test('runs a transaction once per idempotency token, and writes nothing if a condition fails', async () => {
      const { dynamodb } = caller().theirs.clients;
      const TableName = 'things';
      const ids = ['light-paid', 'light-billed'];
      const transfer = (ClientRequestToken: string) =>
        dynamodb.send(
          new TransactWriteItemsCommand({
            ClientRequestToken,
            TransactItems: ids.map((id) => ({
              Update: {
                TableName,
                Key: { thing: { S: id } },
                UpdateExpression: 'ADD since :one',
                ConditionExpression: 'attribute_not_exists(since) OR since < :most',
                ExpressionAttributeValues: { ':one': { N: '1' }, ':most': { N: '2' } },
              },
            })),
          }),
        );
      await transfer('first');
      await transfer('first');
      await transfer('second');
      expect(await refusal(transfer('third'))).toMatchObject({ name: 'TransactionCanceledException', status: 400 });
      const TransactItems = ids.map((id) => ({ Get: { TableName, Key: { thing: { S: id } } } }));
      const { Responses = [] } = await dynamodb.send(new TransactGetItemsCommand({ TransactItems }));
      expect(Responses.map(({ Item }) => Item?.['since'])).toEqual([{ N: '2' }, { N: '2' }]);
    });

    // for this call, dynalite detects the error after it has started to write the response
    test('rejects a query whose selection contradicts its projection', async () => {
      const query = new QueryCommand({
        TableName: 'things',
        KeyConditionExpression: 'thing = :thing',
        ExpressionAttributeValues: { ':thing': { S: 'light-1' } },
        Select: 'COUNT',
        ProjectionExpression: 'thing',
      });
      expect(await refusal(caller().theirs.clients.dynamodb.send(query))).toMatchObject({
        name: 'ValidationException',
        message: expect.stringContaining('Cannot specify the ProjectionExpression when choosing to get only the Count'),
      });
    });

    test('fails only the call that crashes dynalite', async () => {
      const { dynamodb } = caller().theirs.clients;
      const describeTable = () => dynamodb.send(new DescribeTableCommand({ TableName: 'things' }));
      const ResourceArn = (await describeTable()).Table?.TableArn;
      const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'DynamoDB_20120810.TagResource' };
      const body = JSON.stringify({ ResourceArn, Tags: [{ Key: 'a' }] });
      const call = { service: 'dynamodb', method: 'POST', path: '/', headers, body };
      expect(await signedFetch(caller().signer, call)).toMatchObject({
        status: 500,
        text: expect.stringContaining('#InternalServerError"'),
      });
      expect(await describeTable()).toMatchObject({ Table: { TableName: 'things' } });
    });
  });
}
