import { DeleteThingCommand, IoTClient } from '@aws-sdk/client-iot';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { identityOf } from '../../commands/demonstration/clients';
import { poll } from '../../commands/running/platform-process';
import { connectDevice } from '../../devices/light';
import { deviceOf, together } from './foreign-devices';
import { type ForeignPlatform, startForeignPlatform } from './foreign-platform';
import { account, region } from './foreign-stack';

jest.setTimeout(20_000);

const arn = (rest: string) => `arn:aws:iot:${region}:${account}:${rest}`;
const allow = (Action: string | string[], ...resources: string[]) => ({
  Effect: 'Allow',
  Action,
  Resource: resources.map(arn),
});
const trusted = JSON.stringify({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Principal: { Service: 'iot.amazonaws.com' }, Action: 'sts:AssumeRole' },
});
const may = (Action: string | string[], Resource: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action, Resource } });

/** `watcher` may hear of things, `lamp` of nothing; a rule hears of things that are deleted. */
const resource = together(
  deviceOf('watcher', [
    allow('iot:Connect', 'client/watcher'),
    allow('iot:Subscribe', 'topicfilter/$aws/events/*'),
    allow('iot:Receive', 'topic/$aws/events/thing/*'),
  ]),
  deviceOf('lamp', [allow('iot:Connect', 'client/lamp')]),
  {
    aws_iot_event_configurations: { events: { event_configurations: { THING: true, THING_GROUP: false } } },
    aws_iot_thing: { old: { name: 'old', attributes: { room: 'hall' } } },
    aws_sqs_queue: { deleted: { name: 'deleted' } },
    aws_iam_role: { rule: { name: 'rule', assume_role_policy: trusted } },
    aws_iam_role_policy: {
      rule: { role: '${aws_iam_role.rule.name}', policy: may('sqs:SendMessage', '${aws_sqs_queue.deleted.arn}') },
    },
    aws_iot_topic_rule: {
      deleted: {
        name: 'deleted',
        sql: "SELECT thingName, topic(4) AS name FROM '$aws/events/thing/+/deleted'",
        sql_version: '2016-03-23',
        enabled: true,
        sqs: [{ role_arn: '${aws_iam_role.rule.arn}', queue_url: '${aws_sqs_queue.deleted.id}', use_base64: false }],
      },
    },
  },
);

let theirs: ForeignPlatform;
let iot: IoTClient;
beforeAll(async () => {
  theirs = await startForeignPlatform({ resource, variable: { watcher_csr: {}, lamp_csr: {} } });
  const { endpoint } = theirs.platform;
  iot = new IoTClient({ endpoint, region, credentials: await theirs.clients.lambda.config.credentials() });
});
afterAll(async () => {
  iot?.destroy();
  await theirs?.stop();
});

const connected = (thing: string) =>
  connectDevice(theirs.platform.mqttUrl, identityOf(theirs.platform.directory, thing));

describe('an event of the registry', () => {
  test('reaches a device that may hear of it, and a rule', async () => {
    const heard: { topic: string; text: string }[] = [];
    const watcher = await connected('watcher');
    watcher.on('message', (topic, payload) => heard.push({ topic, text: payload.toString() }));
    await watcher.subscribeAsync('$aws/events/#', { qos: 1 });
    await iot.send(new DeleteThingCommand({ thingName: 'old' }));
    const { topic, text } = await poll(() => heard[0], 'the event');
    await watcher.endAsync();
    expect(topic).toBe('$aws/events/thing/old/deleted');
    expect(JSON.parse(text)).toMatchObject({
      eventType: 'THING_EVENT',
      operation: 'DELETED',
      accountId: account,
      thingName: 'old',
      versionNumber: 1,
      attributes: { room: 'hall' },
    });
    const QueueUrl = `${theirs.platform.endpoint}/${account}/deleted`;
    const asked = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 });
    const told = await poll(async () => (await theirs.clients.sqs.send(asked)).Messages, "the rule's message");
    expect(told.map(({ Body = '' }) => JSON.parse(Body))).toEqual([{ thingName: 'old', name: 'old' }]);
  });
});
