import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { PublishCommand } from '@aws-sdk/client-sns';
import { GetQueueUrlCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { account, region } from '../foreign-stack';
import { type Caller, refusal } from './caller';

/** SQS, SNS and DynamoDB. */
export function queuesAndStores(caller: () => Caller): void {
  const urlOf = async (queue: string) =>
    (await caller().theirs.clients.sqs.send(new GetQueueUrlCommand({ QueueName: queue }))).QueueUrl;

  async function receive(queue: string, waitSeconds: number): Promise<string | undefined> {
    const wait = new ReceiveMessageCommand({ QueueUrl: await urlOf(queue), WaitTimeSeconds: waitSeconds });
    return (await caller().theirs.clients.sqs.send(wait)).Messages?.[0]?.Body;
  }

  describe('SQS and SNS', () => {
    test('a receiver that waits gets a message as soon as it is sent', async () => {
      const received = receive('jobs', 10);
      await caller().theirs.clients.sqs.send(
        new SendMessageCommand({ QueueUrl: await urlOf('jobs'), MessageBody: 'switch on' }),
      );
      expect(await received).toBe('switch on');
    });

    test('a queue that subscribed to a topic gets what is published, in an envelope', async () => {
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

    test('a queue and a topic that are not there are refused as AWS does', async () => {
      expect(await refusal(urlOf('nothing'))).toMatchObject({ name: 'QueueDoesNotExist', status: 400 });
      const publish = new PublishCommand({ TopicArn: `arn:aws:sns:${region}:${account}:nothing`, Message: 'x' });
      expect(await refusal(caller().theirs.clients.sns.send(publish))).toMatchObject({
        name: 'NotFoundException',
        status: 404,
      });
    });
  });

  describe('DynamoDB', () => {
    test('writes under a condition, once', async () => {
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
  });
}
