import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DeleteThingCommand, DescribeIndexCommand, IoTClient, SearchIndexCommand } from '@aws-sdk/client-iot';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { poll } from '@himeshima/local-aws/testing';
import { identityOf } from '../../commands/demonstration/clients';
import { connectDevice } from '../../devices/device-connection';
import { deviceOf, together } from './foreign-devices';
import { type ForeignPlatform, startForeignPlatform } from './foreign-platform';
import { account, region } from './foreign-stack';

jest.setTimeout(60_000);

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
const statementFor = (Action: string | string[], Resource: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action, Resource } });

/**
 * `watcher` is allowed to receive registry events, but `lamp` is not. One rule handles deleted things; another rule cannot send to
 * its queue.
 */
const resource = together(
  deviceOf('watcher', [
    allow('iot:Connect', 'client/watcher'),
    allow('iot:Subscribe', 'topicfilter/$aws/events/*'),
    allow('iot:Receive', 'topic/$aws/events/thing/*'),
  ]),
  deviceOf('lamp', [
    allow('iot:Connect', 'client/lamp'),
    allow('iot:Publish', 'topic/$aws/things/lamp/*', 'topic/hot'),
  ]),
  {
    aws_iot_event_configurations: { events: { event_configurations: { THING: true, THING_GROUP: false } } },
    aws_iot_indexing_configuration: {
      index: {
        thing_indexing_configuration: {
          thing_indexing_mode: 'REGISTRY_AND_SHADOW',
          thing_connectivity_indexing_mode: 'STATUS',
        },
      },
    },
    aws_iot_logging_options: { logs: { default_log_level: 'ERROR', role_arn: '${aws_iam_role.logs.arn}' } },
    aws_cloudwatch_log_group: { logs: { name: 'AWSIotLogsV2' } },
    aws_iot_thing: { old: { name: 'old', attributes: { room: 'hall' } } },
    aws_sqs_queue: { deleted: { name: 'deleted' } },
    aws_iam_role: {
      rule: { name: 'rule', assume_role_policy: trusted },
      logs: { name: 'logs', assume_role_policy: trusted },
    },
    aws_iam_role_policy: {
      rule: {
        role: '${aws_iam_role.rule.name}',
        policy: statementFor('sqs:SendMessage', '${aws_sqs_queue.deleted.arn}'),
      },
      logs: {
        role: '${aws_iam_role.logs.name}',
        policy: statementFor(['logs:CreateLogStream', 'logs:PutLogEvents'], '${aws_cloudwatch_log_group.logs.arn}:*'),
      },
    },
    aws_iot_topic_rule: {
      hot: {
        name: 'hot',
        sql: "SELECT * FROM 'hot'",
        sql_version: '2016-03-23',
        enabled: true,
        sqs: [{ role_arn: '${aws_iam_role.logs.arn}', queue_url: '${aws_sqs_queue.deleted.id}', use_base64: false }],
      },
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
let logs: CloudWatchLogsClient;
beforeAll(async () => {
  theirs = await startForeignPlatform({ resource, variable: { watcher_csr: {}, lamp_csr: {} } });
  const { endpoint } = theirs.platform;
  const common = { endpoint, region, credentials: await theirs.clients.lambda.config.credentials() };
  iot = new IoTClient(common);
  logs = new CloudWatchLogsClient(common);
});
afterAll(async () => {
  iot?.destroy();
  logs?.destroy();
  await theirs?.stop();
});

const connectAs = (thing: string) =>
  connectDevice(theirs.platform.mqttUrl, identityOf(theirs.platform.directory, thing));

describe('registry events', () => {
  test('sends registry events to a permitted device and a rule', async () => {
    const received: { topic: string; text: string }[] = [];
    const watcher = await connectAs('watcher');
    watcher.on('message', (topic, payload) => received.push({ topic, text: payload.toString() }));
    await watcher.subscribeAsync('$aws/events/#', { qos: 1 });
    await iot.send(new DeleteThingCommand({ thingName: 'old' }));
    const { topic, text } = await poll(() => received[0], 'the event');
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
    const receive = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 });
    const messages = await poll(async () => (await theirs.clients.sqs.send(receive)).Messages, "the rule's message");
    expect(messages.map(({ Body = '' }) => JSON.parse(Body))).toEqual([{ thingName: 'old', name: 'old' }]);
  });
});

/** Returns the first line of the AWS IoT log that matches a filter pattern. */
const lineOf = (filterPattern: string) =>
  poll(async (): Promise<unknown> => {
    const filter = new FilterLogEventsCommand({ logGroupName: 'AWSIotLogsV2', filterPattern });
    const { events: [first] = [] } = await logs.send(filter);
    return first && JSON.parse(first.message ?? '');
  }, `a line with ${filterPattern}`);

describe('the AWS IoT log', () => {
  const failed = { logLevel: 'ERROR', accountId: account, status: 'Failure' };
  const denied = { ...failed, reason: 'AUTHORIZATION_FAILURE' };
  const byLamp = { protocol: 'MQTT', clientId: 'lamp', principalId: expect.stringMatching(/^[0-9a-f]{64}$/) };

  test('logs denied calls by a device', async () => {
    const lamp = await connectAs('lamp');
    await lamp.subscribeAsync('elsewhere').catch(() => undefined);
    lamp.publish('nowhere', '');
    const eventOf = (type: string, topic: string) => lineOf(`{ $.eventType = "${type}" && $.topicName = "${topic}" }`);
    expect(await eventOf('Subscribe', 'elsewhere')).toMatchObject({ ...denied, ...byLamp, sourceIp: '127.0.0.1' });
    expect(await eventOf('Publish-In', 'nowhere')).toMatchObject({
      ...denied,
      ...byLamp,
      details: expect.stringMatching(
        /iot:Publish on resource: arn:aws:iot:[\w-]+:\d+:topic\/nowhere because no statement in the polic\w+ .* allows the action$/,
      ),
    });
    await lamp.endAsync(true);
  });

  test('logs failed rule actions and rejected shadow updates', async () => {
    const lamp = await connectAs('lamp');
    await lamp.publishAsync('hot', '{}', { qos: 1 });
    await lamp.publishAsync('$aws/things/lamp/shadow/update', 'no document', { qos: 1 });
    await lamp.endAsync();
    expect(await lineOf('{ $.eventType = "RuleExecution" }')).toMatchObject({
      ...failed,
      clientId: 'lamp',
      topicName: 'hot',
      ruleName: 'hot',
      ruleAction: 'SqsAction',
      principalId: byLamp.principalId,
      details: expect.stringContaining('is not authorized to perform: sqs:SendMessage'),
    });
    expect(await lineOf('{ $.eventType = "UpdateThingShadow" }')).toMatchObject({
      ...failed,
      protocol: 'MQTT',
      deviceShadowName: 'lamp',
      topicName: '$aws/things/lamp/shadow/update',
      details: 'Invalid JSON',
    });
  });

  test('logs clients that were replaced by another client with the same client ID', async () => {
    const [older, newer] = [await connectAs('lamp'), await connectAs('lamp')];
    const line = await lineOf('{ $.eventType = "Disconnect" }');
    await Promise.all([older.endAsync(true), newer.endAsync(true)]);
    expect(line).toMatchObject({ ...failed, ...byLamp, disconnectReason: 'DUPLICATE_CLIENTID' });
  });

  test('does not log successful calls', async () => {
    const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName: 'AWSIotLogsV2' }));
    expect(events.length).toBeGreaterThan(0);
    for (const { message = '' } of events) expect(JSON.parse(message)).toMatchObject(failed);
  });
});

describe('the index', () => {
  const search = async (queryString: string) => (await iot.send(new SearchIndexCommand({ queryString }))).things;

  test('finds connected clients, and the disconnect reasons of disconnected clients', async () => {
    const lamp = await connectAs('lamp');
    const here = await poll(async () => (await search('connectivity.connected:true'))?.[0], 'the connected lamp');
    expect(here).toMatchObject({
      thingName: 'lamp',
      connectivity: { connected: true, timestamp: expect.any(Number) },
    });
    await lamp.endAsync();
    const gone = await poll(
      async () => (await search('connectivity.disconnectReason:CLIENT_INITIATED_DISCONNECT thingName:lamp'))?.[0],
      'the disconnected lamp',
    );
    expect(gone.connectivity).toMatchObject({ connected: false, disconnectReason: 'CLIENT_INITIATED_DISCONNECT' });
  });

  test('finds things by the values in their shadows', async () => {
    const lamp = await connectAs('lamp');
    await lamp.publishAsync('$aws/things/lamp/shadow/update', '{"state":{"reported":{"lux":75}}}', { qos: 1 });
    const [found] = await poll(async () => {
      const things = await search('shadow.reported.lux:[70 TO 80]');
      return things?.length === 1 ? things : undefined;
    }, 'the shadow in the index');
    await lamp.endAsync();
    expect(JSON.parse(found?.shadow ?? '')).toMatchObject({ reported: { lux: 75 }, hasDelta: false, version: 1 });
  });

  test('reports that group indexing is off', async () => {
    await expect(iot.send(new DescribeIndexCommand({ indexName: 'AWS_ThingGroups' }))).rejects.toThrow(
      'Index AWS_ThingGroups does not exist. Please enable index by calling UpdateIndexingConfiguration',
    );
  });
});
