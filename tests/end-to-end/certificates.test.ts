import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetItemCommand, ListTablesCommand, PutItemCommand, QueryCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeCertificateCommand,
  IoTClient,
  ListThingPrincipalsCommand,
  ListThingsCommand,
} from '@aws-sdk/client-iot';
import { GetThingShadowCommand } from '@aws-sdk/client-iot-data-plane';
import { DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { type LocalAwsProcess, poll } from '@himeshima/local-aws/testing';
import * as z from 'zod';
import { type Clients, claimOf, clientsOf } from '../../commands/demonstration/clients';
import { startPlatformProcess } from '../../commands/platform/platform-process';
import { belonging } from '../../contracts/belongings';
import { certificateTopics } from '../../contracts/certificates';
import { sensorTopic, shadowTopics } from '../../contracts/topics';
import { connectDevice, type DeviceIdentity } from '../../devices/device-connection';
import { makeKey, type NewDevice, ProvisioningRejectedError, provision } from '../../devices/provision';
import { followRotation } from '../../devices/rotation';
import { root } from './foreign-platform';
import { account } from './foreign-stack';
import { rotationOf } from './rotations';

jest.setTimeout(60_000);

const directory = mkdtempSync(join(tmpdir(), 'himeshima-certificates-'));
let platform: LocalAwsProcess;
let clients: Clients;
let iot: IoTClient;
beforeAll(async () => {
  platform = await startPlatformProcess({ root, directory, args: ['--quotas', 'off'] });
  clients = clientsOf(platform);
  const { endpoint } = platform;
  const credentials = await clients.lambda.config.credentials();
  iot = new IoTClient({ endpoint, region: clients.region, credentials, maxAttempts: 1 });
}, 90_000);
afterAll(async () => {
  iot?.destroy();
  await platform?.stop();
  rmSync(directory, { recursive: true, force: true });
});

let count = 0;
/** Registers a manufactured device. */
async function manufacture(type: 'light' | 'sensor'): Promise<NewDevice> {
  count += 1;
  const serial = `SERIAL${count}`;
  const Item = { serial: { S: serial }, type: { S: type } };
  await clients.dynamodb.send(new PutItemCommand({ TableName: 'serial-numbers', Item }));
  const parameters = type === 'sensor' ? { Kind: 'temp', Room: 'room1' } : {};
  return { claim: claimOf(platform.directory), serial, template: type, parameters };
}

const connectAs = async (identity: DeviceIdentity) => {
  const client = await connectDevice(platform.mqttUrl, identity);
  client.on('error', () => client.end(true));
  const closed = new Promise<'closed'>((resolve) => client.once('close', () => resolve('closed')));
  return { client, identity, closed };
};

async function start(workflow: string, thing: string): Promise<string> {
  const stateMachineArn = `arn:aws:states:${clients.region}:${account}:stateMachine:${workflow}`;
  const input = JSON.stringify({ thing });
  const { executionArn = '' } = await clients.sfn.send(new StartExecutionCommand({ stateMachineArn, input }));
  return executionArn;
}

const waitForEnd = (executionArn: string) =>
  poll(async () => {
    const { status, error } = await clients.sfn.send(new DescribeExecutionCommand({ executionArn }));
    return status === 'RUNNING' ? undefined : error === undefined ? status : `${status}: ${error}`;
  }, 'the finished workflow');

/** Waits until an execution of a workflow enters a state. */
const waitsIn = (executionArn: string, state: string) =>
  platform.event(
    (event) => event.kind === 'workflow' && executionArn.endsWith(`${event['execution']}`) && event['state'] === state,
    `the state ${state}`,
  );

const certificatesOf = async (thingName: string) => {
  const { principals = [] } = await iot.send(new ListThingPrincipalsCommand({ thingName }));
  return principals;
};
const statusOf = async (arn: string) => {
  const certificateId = arn.split('/').at(-1);
  const { certificateDescription } = await iot.send(new DescribeCertificateCommand({ certificateId }));
  return certificateDescription?.status;
};

const Shadow = z.object({ state: z.object({ desired: z.object({ certificate: z.string().optional() }) }) });

describe('a rotation', () => {
  test('issues a new certificate to the device, after which the old certificate is rejected', async () => {
    const old = await connectAs(await provision(platform.mqttUrl, await manufacture('light')));
    const { thing } = old.identity;
    const [before = ''] = await certificatesOf(thing);
    const following = followRotation(platform.mqttUrl, old);
    const execution = await start('rotate-certificate', thing);
    const now = await following;
    expect(await waitForEnd(execution)).toBe('SUCCEEDED');

    expect(now.identity.key).not.toBe(old.identity.key);
    const [after = '', ...others] = await certificatesOf(thing);
    expect(others).toEqual([]);
    expect([await statusOf(before), await statusOf(after)]).toEqual(['INACTIVE', 'ACTIVE']);
    expect(after).not.toBe(before);
    const update = JSON.stringify({ state: { reported: { power: false } } });
    await now.client.publishAsync(shadowTopics(thing).update, update, { qos: 1 });
    await now.client.endAsync();
    await expect(connectDevice(platform.mqttUrl, old.identity)).rejects.toThrow('could not connect');
    expect(await rotationOf(clients, thing)).toBeUndefined();
  });

  test('rotates the certificate of a device that was offline at the time of the request', async () => {
    const identity = await provision(platform.mqttUrl, await manufacture('light'));
    const execution = await start('rotate-certificate', identity.thing);
    await poll(() => rotationOf(clients, identity.thing), 'the rotation');
    const now = await followRotation(platform.mqttUrl, await connectAs(identity));
    await now.client.endAsync();
    expect(await waitForEnd(execution)).toBe('SUCCEEDED');
  });

  test('ends a rotation if the device does not answer, and keeps the old certificate valid', async () => {
    const identity = await provision(platform.mqttUrl, await manufacture('light'));
    const before = await certificatesOf(identity.thing);
    const execution = await start('rotate-certificate', identity.thing);
    await waitsIn(execution, 'AskForRequest');
    await poll(() => rotationOf(clients, identity.thing), 'the rotation');
    await platform.advance(86_400);
    expect(await waitForEnd(execution)).toBe('FAILED: NotRotated');
    expect(await certificatesOf(identity.thing)).toEqual(before);
    const { client } = await connectAs(identity);
    await client.endAsync();
    expect(await rotationOf(clients, identity.thing)).toBeUndefined();
  });

  test('rejects a confirmation over the old connection, and revokes the new certificate', async () => {
    const old = await connectAs(await provision(platform.mqttUrl, await manufacture('light')));
    const { thing } = old.identity;
    const before = await certificatesOf(thing);
    const topics = certificateTopics(thing);
    const [{ csr, key }, execution] = [await makeKey(thing), await start('rotate-certificate', thing)];
    const rotation = execution.split(':').at(-1);
    const report = (reported: object) =>
      old.client.publishAsync(topics.update, JSON.stringify({ state: { reported } }), { qos: 1 });
    await poll(() => rotationOf(clients, thing), 'the rotation');
    await report({ rotation, csr });
    const issued = await poll(
      async () => (await certificatesOf(thing)).find((arn) => !before.includes(arn)),
      'the new one',
    );
    const certificate = await poll(async () => {
      const get = new GetThingShadowCommand({ thingName: thing, shadowName: 'certificate' });
      const { payload } = await clients.iotData.send(get);
      return Shadow.parse(JSON.parse(Buffer.from(payload ?? []).toString())).state.desired.certificate;
    }, 'the certificate');
    const eventsBefore = platform.events.length;
    await report({ rotation });
    await poll(
      () => platform.events.slice(eventsBefore).find((event) => event['function'] === 'rotate-answer'),
      'the invocation of rotate-answer',
    );
    const { closed, client } = await connectAs({ ...old.identity, key, certificate });
    expect(await statusOf(issued)).toBe('ACTIVE');

    await platform.advance(600);
    expect(await waitForEnd(execution)).toBe('FAILED: NotRotated');
    expect(await closed).toBe('closed');
    client.end(true);
    expect(await certificatesOf(thing)).toEqual(before);
    await expect(statusOf(issued)).rejects.toThrow('not found');
    await (await connectAs(old.identity)).client.endAsync();
  });

  test('rejects a second rotation while the first is in flight, and continues the first', async () => {
    const old = await connectAs(await provision(platform.mqttUrl, await manufacture('light')));
    const first = await start('rotate-certificate', old.identity.thing);
    await poll(() => rotationOf(clients, old.identity.thing), 'the rotation');
    expect(await waitForEnd(await start('rotate-certificate', old.identity.thing))).toBe('FAILED: NotRotated');
    const now = await followRotation(platform.mqttUrl, old);
    await now.client.endAsync();
    expect(await waitForEnd(first)).toBe('SUCCEEDED');
  });
});

describe('decommissioning', () => {
  let device: NewDevice;
  let identity: DeviceIdentity;
  let certificate: string;

  const readings = async () => {
    const of = { ':sensor': { S: `${identity.thing}/temp` } };
    const query = { TableName: 'readings', KeyConditionExpression: 'sensor = :sensor', ExpressionAttributeValues: of };
    return (await clients.dynamodb.send(new QueryCommand({ ...query, Select: 'COUNT' }))).Count;
  };
  const history = async () => {
    const of = { ':thing': { S: identity.thing } };
    const query = { TableName: 'shadow-history', KeyConditionExpression: 'thing = :thing' };
    return (await clients.dynamodb.send(new QueryCommand({ ...query, ExpressionAttributeValues: of }))).Count;
  };
  const power = async () => {
    const find = new GetItemCommand({ TableName: 'device-power', Key: { thing: { S: identity.thing } } });
    return (await clients.dynamodb.send(find)).Item;
  };

  /** Returns the tables that contain items of the device. */
  const tablesWithDevice = async () => {
    const { TableNames = [] } = await clients.dynamodb.send(new ListTablesCommand());
    const isNamed = new RegExp(`\\b${identity.thing}\\b`);
    const scans = TableNames.map((TableName) => clients.dynamodb.send(new ScanCommand({ TableName })));
    const texts = (await Promise.all(scans)).map(({ Items }) => JSON.stringify(Items));
    return TableNames.filter((_, index) => isNamed.test(texts[index] ?? '')).toSorted();
  };
  const room = async () => {
    const find = new GetItemCommand({ TableName: 'rooms', Key: { room: { S: 'room1/temp' } } });
    return (await clients.dynamodb.send(find)).Item;
  };
  const put = (TableName: string, Item: PutItemCommand['input']['Item']) =>
    clients.dynamodb.send(new PutItemCommand({ TableName, Item }));

  async function decommission(): Promise<string | undefined> {
    const execution = await start('decommission', identity.thing);
    await waitsIn(execution, 'LetArrive');
    await platform.advance(120);
    return waitForEnd(execution);
  }

  beforeAll(async () => {
    device = await manufacture('sensor');
    identity = await provision(platform.mqttUrl, device);
    [certificate = ''] = await certificatesOf(identity.thing);
  });

  test('disconnects the device immediately, and deletes it completely', async () => {
    const { client, closed } = await connectAs(identity);
    const send = (topic: string, message: object) => client.publishAsync(topic, JSON.stringify(message), { qos: 1 });
    for (let second = 0; second < 60; second += 1)
      await send(sensorTopic({ kind: 'temp', room: 'room1' }), {
        v: 1,
        at: Date.UTC(2026, 0, 1, 0, 0, second),
        value: 21,
      });
    await send(shadowTopics(identity.thing).update, { state: { reported: { power: true } } });
    await poll(
      async () => ((await readings()) === 60 && (await history()) === 1 ? await power() : undefined),
      'its data',
    );
    await put('commands', { thing: { S: identity.thing }, command: { S: 'c1' } });
    await put('rotations', { thing: { S: identity.thing }, rotation: { S: 'r1' } });
    await put('belongings', { id: { S: belonging.device(identity.thing) }, owner: { S: 'alice' } });
    const everywhere = ['belongings', 'commands', 'device-power', 'readings', 'rooms', 'rotations', 'shadow-history'];
    await poll(async () => ((await room())?.['readings']?.N === '60' ? true : undefined), 'the sums of its room');
    expect(await tablesWithDevice()).toEqual(expect.arrayContaining(everywhere));

    expect(await decommission()).toBe('SUCCEEDED');
    expect(await closed).toBe('closed');
    expect(await statusOf(certificate)).toBe('REVOKED');
    expect([await readings(), await history(), await power()]).toEqual([0, 0, undefined]);
    expect(await tablesWithDevice()).toEqual([]);
    expect(await room()).toMatchObject({ readings: { N: '60' } });
    const shadow = new GetThingShadowCommand({ thingName: identity.thing });
    await expect(clients.iotData.send(shadow)).rejects.toThrow('No shadow exists');
    const { things = [] } = await iot.send(new ListThingsCommand());
    expect(things.map(({ thingName }) => thingName)).not.toContain(identity.thing);
  });

  test('prevents the device from connecting or being provisioned again', async () => {
    await expect(connectDevice(platform.mqttUrl, identity)).rejects.toThrow('could not connect');
    await expect(provision(platform.mqttUrl, device)).rejects.toBeInstanceOf(ProvisioningRejectedError);
  });

  test('decommissions a device again without an error', async () => {
    expect(await decommission()).toBe('SUCCEEDED');
  });
});

test('the platform has printed only its events', () => {
  expect(platform.complaints).toEqual([]);
});
