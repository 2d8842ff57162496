import { readFileSync } from 'node:fs';
import { get } from 'node:https';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import {
  AddThingToThingGroupCommand,
  AttachPolicyCommand,
  AttachThingPrincipalCommand,
  CreateDomainConfigurationCommand,
  CreateKeysAndCertificateCommand,
  CreatePolicyCommand,
  CreateRoleAliasCommand,
  CreateThingCommand,
  CreateThingGroupCommand,
  CreateThingTypeCommand,
  DescribeThingCommand,
  IoTClient,
  RegisterCertificateWithoutCACommand,
  ResourceAlreadyExistsException,
  SearchIndexCommand,
  UpdateCertificateCommand,
  UpdateDomainConfigurationCommand,
  UpdateThingCommand,
} from '@aws-sdk/client-iot';
import { DeleteConnectionCommand, GetConnectionCommand, PublishCommand } from '@aws-sdk/client-iot-data-plane';
import { makeTestAuthority } from '@himeshima/local-aws/fixtures';
import { poll } from '@himeshima/local-aws/testing';
import { connectAsync, connect as connectMqtt, type IPublishPacket, type MqttClient } from 'mqtt';
import * as z from 'zod';
import { connectDevice, type DeviceIdentity } from '../../devices/device-connection';
import { type ForeignPlatform, startForeignPlatform } from './foreign-platform';
import { account } from './foreign-stack';

jest.setTimeout(60_000);

const statement = (more: object) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...more }] });
const trust = statement({ Action: 'sts:AssumeRole', Principal: { Service: 'credentials.iot.amazonaws.com' } });
/** Allows a device to describe its own thing. */
const ownThing = statement({
  Action: 'iot:DescribeThing',
  Resource: 'arn:aws:iot:*:*:thing/$${credentials-iot:ThingName}',
});

let foreign: ForeignPlatform;
let iot: IoTClient;
let authority: string;
beforeAll(async () => {
  const thing_indexing_configuration = { thing_indexing_mode: 'REGISTRY', thing_connectivity_indexing_mode: 'STATUS' };
  foreign = await startForeignPlatform({
    resource: {
      aws_iot_indexing_configuration: { index: { thing_indexing_configuration } },
      aws_iam_role: { device: { name: 'device', assume_role_policy: trust } },
      aws_iam_role_policy: { device: { name: 'own-thing', role: '${aws_iam_role.device.name}', policy: ownThing } },
    },
  });
  const { clients, platform } = foreign;
  const credentials = await clients.lambda.config.credentials();
  iot = new IoTClient({ endpoint: platform.endpoint, region: clients.region, credentials, maxAttempts: 1 });
  authority = readFileSync(join(platform.directory, 'ca.pem'), 'utf8');
}, 60_000);
afterAll(async () => {
  iot?.destroy();
  await foreign?.stop();
});

/** Allows a device to connect as its thing and to publish its data. */
const policyDocument = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: 'iot:Connect', Resource: 'arn:aws:iot:*:*:client/${iot:Connection.Thing.ThingName}' },
    {
      Effect: 'Allow',
      Action: 'iot:Publish',
      Resource: 'arn:aws:iot:*:*:topic/${iot:Connection.Thing.ThingName}/data',
    },
    { Effect: 'Allow', Action: ['iot:Subscribe', 'iot:Receive'], Resource: '*' },
    { Effect: 'Allow', Action: 'iot:AssumeRoleWithCertificate', Resource: 'arn:aws:iot:*:*:rolealias/device' },
  ],
});

const connect = (identity: Omit<DeviceIdentity, 'authority'>) =>
  connectDevice(foreign.platform.mqttUrl, { ...identity, authority });
const closedOf = (client: MqttClient) => new Promise((resolve) => client.once('close', () => resolve('closed')));

/** Attaches a certificate to a new thing, and the policy to the certificate. */
async function attach(thingName: string, principal: string | undefined): Promise<void> {
  await iot.send(new CreateThingCommand({ thingName, attributePayload: { attributes: { room: 'hall' } } }));
  await iot.send(new AttachThingPrincipalCommand({ thingName, principal }));
  await iot.send(new AttachPolicyCommand({ policyName: 'device', target: principal }));
}

/** Registers a device, as a backend does, and returns its keys. */
async function registerDevice(thing: string) {
  const {
    certificateArn,
    certificateId,
    certificatePem = '',
    keyPair,
  } = await iot.send(new CreateKeysAndCertificateCommand({ setAsActive: true }));
  await attach(thing, certificateArn);
  return { thing, key: keyPair?.PrivateKey ?? '', certificate: certificatePem, certificateId };
}

beforeAll(async () => {
  await iot.send(new CreatePolicyCommand({ policyName: 'device', policyDocument }));
});

describe('a device that a backend registers', () => {
  test('connects with the returned keys, publishes what its policy allows, and is found by the index', async () => {
    const identity = await registerDevice('sensor-1');
    await iot.send(new CreateThingGroupCommand({ thingGroupName: 'sensors' }));
    await iot.send(new AddThingToThingGroupCommand({ thingGroupName: 'sensors', thingName: 'sensor-1' }));
    const client = await connect(identity);
    await client.publishAsync('sensor-1/data', '{"t":20}', { qos: 1 });
    const { things } = await iot.send(
      new SearchIndexCommand({ queryString: 'thingGroupNames:sensors AND connectivity.connected:true' }),
    );
    expect(things).toMatchObject([
      { thingName: 'sensor-1', thingGroupNames: ['sensors'], connectivity: { connected: true } },
    ]);
    const closed = closedOf(client);
    client.publish('sensor-2/data', '{"t":20}', { qos: 1 });
    expect(await closed).toBe('closed');
    const denied = await foreign.platform.event(
      ({ kind, resource }) => kind === 'refused' && resource === 'topic/sensor-2/data',
      'the denied message',
    );
    const arn = `arn:aws:iot:eu-west-1:${account}:topic/sensor-2/data`;
    const missing = { Effect: 'Allow', Action: 'iot:Publish', Resource: arn };
    expect(denied).toMatchObject({ who: 'sensor-1', action: 'iot:Publish', arn, policies: ['device'], missing });
  });

  test('disconnects a device when its certificate is deactivated, and accepts the device after the reactivation', async () => {
    const { certificateId, ...identity } = await registerDevice('sensor-3');
    const client = await connect(identity);
    const closed = closedOf(client);
    await iot.send(new UpdateCertificateCommand({ certificateId, newStatus: 'INACTIVE' }));
    expect(await closed).toBe('closed');
    await expect(connect(identity)).rejects.toThrow();
    await iot.send(new UpdateCertificateCommand({ certificateId, newStatus: 'ACTIVE' }));
    const again = await connect(identity);
    await again.endAsync();
  });

  test('accepts a self-signed certificate only after its registration without a CA', async () => {
    const { certificatePem, keyPem } = await makeTestAuthority('sensor-4', { isAuthority: false });
    const identity = { thing: 'sensor-4', key: keyPem, certificate: certificatePem };
    await expect(connect(identity)).rejects.toThrow();
    const { certificateArn } = await iot.send(
      new RegisterCertificateWithoutCACommand({ certificatePem, status: 'ACTIVE' }),
    );
    await attach('sensor-4', certificateArn);
    const client = await connect(identity);
    await client.publishAsync('sensor-4/data', '{"t":20}', { qos: 1 });
    await client.endAsync();
  });

  test('adds the propagating attributes of the thing type to messages for MQTT 5 subscribers', async () => {
    const propagatingAttributes = [
      { userPropertyKey: 'room', thingAttribute: 'room' },
      { userPropertyKey: 'thing', connectionAttribute: 'iot:Thing.ThingName' },
    ];
    await iot.send(
      new CreateThingTypeCommand({
        thingTypeName: 'sensor',
        thingTypeProperties: { mqtt5Configuration: { propagatingAttributes } },
      }),
    );
    const identity = await registerDevice('sensor-8');
    await iot.send(new UpdateThingCommand({ thingName: 'sensor-8', thingTypeName: 'sensor' }));
    const { thing, key, certificate: cert } = await registerDevice('sensor-9');
    const subscriber = await connectAsync(foreign.platform.mqttUrl, {
      clientId: thing,
      key,
      cert,
      ca: authority,
      protocolVersion: 5,
      reconnectPeriod: 0,
    });
    await subscriber.subscribeAsync('sensor-8/data', { qos: 1 });
    const received = new Promise<IPublishPacket>((resolve) =>
      subscriber.once('message', (_topic, _payload, packet) => resolve(packet)),
    );
    const client = await connect(identity);
    await client.publishAsync('sensor-8/data', '{"t":20}', { qos: 1 });
    expect({ ...(await received).properties?.userProperties }).toEqual({ room: 'hall', thing: 'sensor-8' });
    await Promise.all([client.endAsync(), subscriber.endAsync()]);
  });

  test('connects to a custom domain name, and receives a matching server certificate, until the domain is disabled', async () => {
    const { thing, key, certificate: cert } = await registerDevice('sensor-10');
    const domainConfigurationName = 'fleet';
    const connectTo = async (servername: string): Promise<'connected' | 'closed'> => {
      const client = connectMqtt(foreign.platform.mqttUrl, {
        clientId: thing,
        key,
        cert,
        ca: authority,
        servername,
        reconnectPeriod: 0,
      });
      // ignore errors, because the `close` event follows and determines the result
      client.on('error', () => undefined);
      const result = await new Promise<'connected' | 'closed'>((resolve) => {
        client.once('connect', () => resolve('connected'));
        client.once('close', () => resolve('closed'));
      });
      await client.endAsync(true);
      return result;
    };
    expect(await connectTo('iot.example.com')).toBe('closed');
    await iot.send(
      new CreateDomainConfigurationCommand({
        domainConfigurationName,
        domainName: 'iot.example.com',
        serverCertificateArns: [`arn:aws:acm:eu-west-1:${account}:certificate/1`],
      }),
    );
    expect(await connectTo('iot.example.com')).toBe('connected');
    await iot.send(
      new UpdateDomainConfigurationCommand({ domainConfigurationName, domainConfigurationStatus: 'DISABLED' }),
    );
    expect(await connectTo('iot.example.com')).toBe('closed');
  });

  test('rejects a second registration of a thing name, and returns the ARN of the existing thing', async () => {
    await registerDevice('sensor-5');
    const { thingArn } = await iot.send(new DescribeThingCommand({ thingName: 'sensor-5' }));
    const error = await iot.send(new CreateThingCommand({ thingName: 'sensor-5' })).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ResourceAlreadyExistsException);
    expect(error).toMatchObject({ resourceArn: thingArn, $metadata: { httpStatusCode: 409 } });
  });
});

describe('the credentials provider', () => {
  const Provided = z.object({
    credentials: z.object({
      accessKeyId: z.string(),
      secretAccessKey: z.string(),
      sessionToken: z.string(),
      expiration: z.string(),
    }),
  });
  const request = (identity: Omit<DeviceIdentity, 'authority'>, alias: string, thing = identity.thing) =>
    new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
      const { hostname, port } = new URL(foreign.platform.mqttUrl);
      const tls = { key: identity.key, cert: identity.certificate, ca: authority, agent: false };
      const path = `/role-aliases/${alias}/credentials`;
      const headers = { 'x-amzn-iot-thingname': thing };
      get({ hostname, port, path, headers, ...tls }, (response) => {
        text(response).then((body) => resolve({ status: response.statusCode, body }), reject);
      }).on('error', reject);
    });

  test("exchanges a device's certificate for temporary credentials of a role, which IAM restricts", async () => {
    const identity = await registerDevice('sensor-6');
    const roleArn = `arn:aws:iam::${account}:role/device`;
    await iot.send(new CreateRoleAliasCommand({ roleAlias: 'device', roleArn, credentialDurationSeconds: 900 }));
    const { status, body } = await request(identity, 'device');
    expect({ status, body }).toMatchObject({ status: 200, body: expect.stringContaining('ASIA') });
    const { credentials } = Provided.parse(JSON.parse(body));
    const { endpoint } = foreign.platform;
    const { expiration: _, ...keys } = credentials;
    const device = new IoTClient({ endpoint, region: foreign.clients.region, credentials: keys, maxAttempts: 1 });
    expect(await device.send(new DescribeThingCommand({ thingName: 'sensor-6' }))).toMatchObject({ version: 1 });
    await expect(device.send(new DescribeThingCommand({ thingName: 'sensor-1' }))).rejects.toThrow('not authorized');
    await foreign.platform.advance(900);
    await expect(device.send(new DescribeThingCommand({ thingName: 'sensor-6' }))).rejects.toThrow('is unknown');
    device.destroy();
  });

  test.each([
    ['another thing', 'device', 'sensor-1', 403],
    ['an unknown role alias', 'none', undefined, 404],
  ])('rejects a request for %s', async (_, alias, thing, status) => {
    const identity = await registerDevice(`sensor-for-${alias}`);
    expect(await request(identity, alias, thing)).toMatchObject({ status });
  });

  test('explains why a request for another thing was rejected', async () => {
    const identity = await registerDevice('sensor-10');
    await request(identity, 'device', 'sensor-1');
    const who = `certificate ${identity.certificateId?.slice(0, 8)}`;
    expect(
      await foreign.platform.event((event) => event.kind === 'refused' && event['who'] === who, 'the denial'),
    ).toMatchObject({
      action: 'iot:AssumeRoleWithCertificate',
      resource: 'rolealias/device',
      reason: 'The certificate is not attached to the thing sensor-1',
    });
  });

  test('explains why a request with an inactive certificate was rejected', async () => {
    const { certificateId, ...identity } = await registerDevice('sensor-11');
    await iot.send(new UpdateCertificateCommand({ certificateId, newStatus: 'INACTIVE' }));
    expect(await request(identity, 'device')).toMatchObject({ status: 403 });
    expect(
      await foreign.platform.event(
        (event) => event.kind === 'refused' && event['who'] === 'an HTTPS client',
        'the rejected request',
      ),
    ).toMatchObject({ action: 'iot:AssumeRoleWithCertificate', reason: 'the certificate is not active' });
  });

  test('rejects a device whose policies do not allow the role alias', async () => {
    const identity = await registerDevice('sensor-7');
    const roleArn = `arn:aws:iam::${account}:role/device`;
    await iot.send(new CreateRoleAliasCommand({ roleAlias: 'other', roleArn }));
    expect(await request(identity, 'other')).toMatchObject({ status: 403 });
  });
});

describe('GetConnection', () => {
  const getConnection = (clientId: string, options: object = {}) =>
    foreign.clients.iotData.send(new GetConnectionCommand({ clientId, ...options }));

  test('describes the connection of a client, even for 30 minutes after it is lost', async () => {
    const identity = await registerDevice('described');
    const options = { clientId: 'described', key: identity.key, cert: identity.certificate, ca: authority };
    const client = await connectAsync(foreign.platform.mqttUrl, { ...options, keepalive: 60, reconnectPeriod: 0 });
    const { $metadata: _, ...connection } = await getConnection('described', { includeSocketInformation: true });
    expect(connection).toEqual({
      clientId: 'described',
      connected: true,
      thingName: 'described',
      cleanSession: true,
      keepAliveDuration: 60,
      sessionExpiry: 3600,
      connectedSince: expect.any(Number),
      sourceIp: '127.0.0.1',
      sourcePort: expect.any(Number),
      targetIp: '127.0.0.1',
      targetPort: Number(new URL(foreign.platform.mqttUrl).port),
    });
    await client.endAsync();
    const lost = { connected: false, disconnectReason: 'CLIENT_INITIATED_DISCONNECT' };
    await poll(
      async () => ((await getConnection('described')).connected === false ? true : undefined),
      'the disconnect',
    );
    expect(await getConnection('described')).toMatchObject({ ...lost, disconnectedSince: expect.any(Number) });
    expect(await getConnection('described')).not.toHaveProperty('sourceIp');
    await foreign.platform.advance(31 * 60);
    await expect(getConnection('described')).rejects.toThrow('No connection exists for client ID: described');
  });

  test.each([
    ['never-connected', 'No connection exists for client ID: never-connected'],
    ['$reserved', 'The client ID cannot start with $'],
  ])('rejects the client ID %s', async (clientId, reason) => {
    await expect(getConnection(clientId)).rejects.toThrow(reason);
  });
});

describe('DeleteConnection', () => {
  const optionsOf = (clientId: string, { key, certificate: cert }: Omit<DeviceIdentity, 'authority'>) => ({
    clientId,
    key,
    cert,
    ca: authority,
    reconnectPeriod: 0,
  });
  const disconnect = (clientId: string, options: object = {}) =>
    foreign.clients.iotData.send(new DeleteConnectionCommand({ clientId, ...options }));

  test('closes the connection, and publishes the last will unless preventWillMessage is set', async () => {
    const observer = await connect(await registerDevice('observer'));
    await observer.subscribeAsync('+/data', { qos: 1 });
    const topics: string[] = [];
    const hasEnded = new Promise<void>((resolve) =>
      observer.on('message', (topic) => (topic === 'end/data' ? resolve() : void topics.push(topic))),
    );
    for (const preventWillMessage of [true, false]) {
      const thing = `will-${preventWillMessage}`;
      const will = { topic: `${thing}/data`, payload: Buffer.from('lost'), qos: 1, retain: false } as const;
      const identity = await registerDevice(thing);
      const client = await connectAsync(foreign.platform.mqttUrl, { ...optionsOf(thing, identity), will });
      const closed = closedOf(client);
      await disconnect(thing, { preventWillMessage });
      expect(await closed).toBe('closed');
    }
    await foreign.clients.iotData.send(new PublishCommand({ topic: 'end/data', qos: 1 }));
    await hasEnded;
    expect(topics).toEqual(['will-false/data']);
    await observer.endAsync();
  });

  test('keeps the session unless cleanSession is set', async () => {
    const identity = await registerDevice('persistent');
    const resumes: (boolean | undefined)[] = [];
    for (const cleanSession of [false, true, false]) {
      // AWS IoT accepts one connect per second from a client id
      await foreign.platform.advance(1);
      const client = connectMqtt(foreign.platform.mqttUrl, { ...optionsOf('persistent', identity), clean: false });
      resumes.push(
        await new Promise((resolve, reject) => {
          client.once('connect', ({ sessionPresent }) => resolve(sessionPresent)).once('error', reject);
        }),
      );
      await client.subscribeAsync('persistent/data', { qos: 1 });
      const closed = closedOf(client);
      await disconnect('persistent', { cleanSession });
      await closed;
    }
    expect(resumes).toEqual([false, true, false]);
  });

  test('rejects a client that is not connected, and an invalid client id', async () => {
    await expect(disconnect('nobody')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(disconnect('$nobody')).rejects.toMatchObject({ name: 'InvalidRequestException' });
  });
});
