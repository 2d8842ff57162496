import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetItemCommand, ListTagsOfResourceCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { IoTClient, ListTagsForResourceCommand } from '@aws-sdk/client-iot';
import { ListTagsForResourceCommand as ListTopicTagsCommand, PublishCommand } from '@aws-sdk/client-sns';
import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueueTagsCommand,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { poll } from '@himeshima/local-aws/testing';
import { connectDevice } from '../../devices/device-connection';
import { type ForeignPlatform, startForeignPlatform } from './foreign-platform';
import { account, letsSend, region } from './foreign-stack';

jest.setTimeout(60_000);

const tags = { team: 'iot' };
const item = (power: string) => JSON.stringify({ id: { S: 'light-1' }, power: { S: power } });
const redrive = (count: number) => `{"deadLetterTargetArn":"\${aws_sqs_queue.dead.arn}","maxReceiveCount":${count}}`;
const parameter = (name: string) => ({
  name: `/made/${name}`,
  type: 'String',
  value: `\${aws_iot_certificate.made.${name}}`,
});

const resources = ({ power = 'on', receives = 2 } = {}) => ({
  aws_dynamodb_table: {
    things: { name: 'things', hash_key: 'id', attribute: [{ name: 'id', type: 'S' }], tags },
  },
  aws_iot_thing_type: { light: { name: 'light', tags } },
  aws_dynamodb_table_item: {
    light: { table_name: '${aws_dynamodb_table.things.name}', hash_key: 'id', item: item(power) },
  },
  aws_sqs_queue: { dead: { name: 'dead' }, jobs: { name: 'jobs', tags }, news: { name: 'news' } },
  aws_sqs_queue_redrive_policy: {
    jobs: { queue_url: '${aws_sqs_queue.jobs.url}', redrive_policy: redrive(receives) },
  },
  aws_sns_topic: { news: { name: 'news', tags } },
  aws_sqs_queue_policy: {
    news: { queue_url: '${aws_sqs_queue.news.url}', policy: letsSend('${aws_sns_topic.news.arn}') },
  },
  aws_sns_topic_subscription: {
    news: {
      topic_arn: '${aws_sns_topic.news.arn}',
      protocol: 'sqs',
      endpoint: '${aws_sqs_queue.news.arn}',
      filter_policy: '{"kind":["light"]}',
      filter_policy_scope: 'MessageBody',
    },
  },
  aws_iot_certificate: { made: { active: true } },
  aws_iot_policy: {
    all: {
      name: 'all',
      policy: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iot:Connect","Resource":"*"}]}',
    },
  },
  aws_iot_policy_attachment: {
    made: { policy: '${aws_iot_policy.all.name}', target: '${aws_iot_certificate.made.arn}' },
  },
  aws_ssm_parameter: { key: parameter('private_key'), certificate: parameter('certificate_pem') },
});

let theirs: ForeignPlatform;
beforeAll(async () => {
  theirs = await startForeignPlatform({ resource: resources() }, ['--watch']);
}, 90_000);
afterAll(async () => {
  await theirs?.stop();
});

const urlOf = async (QueueName: string) =>
  (await theirs.clients.sqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl;
const connection = async () => ({
  endpoint: theirs.platform.endpoint,
  region,
  credentials: await theirs.clients.sqs.config.credentials(),
});
const light = { TableName: 'things', Key: { id: { S: 'light-1' } } };
const powerOf = async () => (await theirs.clients.dynamodb.send(new GetItemCommand(light))).Item?.['power']?.S;
const receivesOf = async () => {
  const read = new GetQueueAttributesCommand({ QueueUrl: await urlOf('jobs'), AttributeNames: ['RedrivePolicy'] });
  const { Attributes } = await theirs.clients.sqs.send(read);
  return /"maxReceiveCount":(\d+)/.exec(Attributes?.['RedrivePolicy'] ?? '')?.[1];
};

test('the tagging operations return the declared tags', async () => {
  const { sqs, sns, dynamodb } = theirs.clients;
  const Tag = { Key: 'team', Value: 'iot' };
  const arnOf = (service: string, rest: string) => `arn:aws:${service}:${region}:${account}:${rest}`;
  expect((await sqs.send(new ListQueueTagsCommand({ QueueUrl: await urlOf('jobs') }))).Tags).toEqual(tags);
  const topic = new ListTopicTagsCommand({ ResourceArn: arnOf('sns', 'news') });
  expect((await sns.send(topic)).Tags).toEqual([Tag]);
  const table = new ListTagsOfResourceCommand({ ResourceArn: arnOf('dynamodb', 'table/things') });
  expect((await dynamodb.send(table)).Tags).toEqual([Tag]);
  const iot = new IoTClient({ ...(await connection()), maxAttempts: 1 });
  const type = new ListTagsForResourceCommand({ resourceArn: arnOf('iot', 'thingtype/light') });
  expect((await iot.send(type)).tags).toEqual([Tag]);
  iot.destroy();
});

test('a topic delivers only messages that pass the declared filter policy', async () => {
  const { sns, sqs } = theirs.clients;
  const TopicArn = `arn:aws:sns:${region}:${account}:news`;
  for (const kind of ['door', 'light'])
    await sns.send(new PublishCommand({ TopicArn, Message: JSON.stringify({ kind }) }));
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: await urlOf('news'), MaxNumberOfMessages: 10 }),
  );
  expect(Messages.map(({ Body = '' }) => JSON.parse(Body))).toMatchObject([{ Message: '{"kind":"light"}' }]);
});

test('a device connects with the keys that were created for a certificate without a signing request', async () => {
  const ssm = new SSMClient(await connection());
  const read = new GetParametersCommand({ Names: ['/made/private_key', '/made/certificate_pem'] });
  const { Parameters = [] } = await ssm.send(read);
  ssm.destroy();
  const valueIn = (name: string) => Parameters.find(({ Name }) => Name === `/made/${name}`)?.Value ?? '';
  const authority = readFileSync(join(theirs.platform.directory, 'ca.pem'), 'utf8');
  const device = { thing: 'made', key: valueIn('private_key'), certificate: valueIn('certificate_pem'), authority };
  const client = await connectDevice(theirs.platform.mqttUrl, device);
  expect(client.connected).toBe(true);
  await client.endAsync();
});

test('a declared item is written once, and again when its declaration changes', async () => {
  expect(await powerOf()).toBe('on');
  await theirs.clients.dynamodb.send(
    new PutItemCommand({ TableName: 'things', Item: { ...light.Key, power: { S: 'x' } } }),
  );
  expect(await receivesOf()).toBe('2');
  theirs.rewrite(resources({ power: 'off', receives: 5 }));
  await poll(async () => ((await powerOf()) === 'off' ? true : undefined), 'the changed item');
  await poll(async () => ((await receivesOf()) === '5' ? true : undefined), 'the changed redrive policy');
});
