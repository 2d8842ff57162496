import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AddThingToThingGroupCommand,
  AttachPolicyCommand,
  AttachThingPrincipalCommand,
  CreateKeysAndCertificateCommand,
  CreatePolicyCommand,
  CreateThingCommand,
  CreateThingGroupCommand,
  DescribeThingCommand,
  IoTClient,
  RegisterCertificateWithoutCACommand,
  ResourceAlreadyExistsException,
  SearchIndexCommand,
  UpdateCertificateCommand,
} from '@aws-sdk/client-iot';
import { makeTestAuthority } from '@himeshima/local-aws/fixtures';
import type { MqttClient } from 'mqtt';
import { connectDevice, type DeviceIdentity } from '../../devices/device-connection';
import { type ForeignPlatform, startForeignPlatform } from './foreign-platform';

jest.setTimeout(60_000);

let foreign: ForeignPlatform;
let iot: IoTClient;
let authority: string;
beforeAll(async () => {
  const thing_indexing_configuration = { thing_indexing_mode: 'REGISTRY', thing_connectivity_indexing_mode: 'STATUS' };
  foreign = await startForeignPlatform({
    resource: { aws_iot_indexing_configuration: { index: { thing_indexing_configuration } } },
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
    await foreign.platform.event(
      ({ kind, resource }) => kind === 'refused' && resource === 'topic/sensor-2/data',
      'the denied message',
    );
  });

  test('is disconnected when its certificate is deactivated, and cannot connect again', async () => {
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

  test('connects with a self-signed certificate that is registered without a CA, but not before', async () => {
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

  test('keeps its ID and version, and a second thing with its name is rejected with its ARN', async () => {
    await registerDevice('sensor-5');
    const { thingArn } = await iot.send(new DescribeThingCommand({ thingName: 'sensor-5' }));
    const error = await iot.send(new CreateThingCommand({ thingName: 'sensor-5' })).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ResourceAlreadyExistsException);
    expect(error).toMatchObject({ resourceArn: thingArn, $metadata: { httpStatusCode: 409 } });
  });
});
