import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreatePolicyCommand,
  CreateProvisioningClaimCommand,
  CreateProvisioningTemplateCommand,
  CreateProvisioningTemplateVersionCommand,
  DescribeThingCommand,
  InvalidRequestException,
  IoTClient,
  RegisterThingCommand,
  UpdateProvisioningTemplateCommand,
  VersionsLimitExceededException,
} from '@aws-sdk/client-iot';
import { decodeFirstSync, encode } from 'cbor';
import type { MqttClient } from 'mqtt';
import * as z from 'zod';
import { connectDevice } from '../../devices/device-connection';
import { makeKey } from '../../devices/provision';
import { type ForeignPlatform, startForeignPlatform } from './foreign-platform';
import { account } from './foreign-stack';

jest.setTimeout(60_000);

let foreign: ForeignPlatform;
let iot: IoTClient;
let authority: string;
beforeAll(async () => {
  foreign = await startForeignPlatform({ resource: { aws_iot_thing_group: { sensors: { name: 'sensors' } } } });
  const { clients, platform } = foreign;
  const credentials = await clients.lambda.config.credentials();
  iot = new IoTClient({ endpoint: platform.endpoint, region: clients.region, credentials, maxAttempts: 1 });
  authority = readFileSync(join(platform.directory, 'ca.pem'), 'utf8');
  await iot.send(new CreatePolicyCommand({ policyName: 'device', policyDocument }));
  await iot.send(
    new CreateProvisioningTemplateCommand({
      templateName: 'fleet',
      templateBody: templateOf({ CertificateId: { Ref: 'AWS::IoT::Certificate::Id' } }),
      provisioningRoleArn: `arn:aws:iam::${account}:role/provisioning`,
      enabled: true,
    }),
  );
}, 60_000);
afterAll(async () => {
  iot?.destroy();
  await foreign?.stop();
});

const policyDocument = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'iot:*', Resource: '*' }],
});

/** Returns a template for a thing with the given serial number and certificate. */
const templateOf = (certificate: object, attributes: object = {}) =>
  JSON.stringify({
    Parameters: { Serial: { Type: 'String' }, CSR: { Type: 'String', Default: '' } },
    Resources: {
      thing: {
        Type: 'AWS::IoT::Thing',
        Properties: { ThingName: { Ref: 'Serial' }, ThingGroups: ['sensors'], AttributePayload: attributes },
      },
      certificate: { Type: 'AWS::IoT::Certificate', Properties: certificate },
      policy: { Type: 'AWS::IoT::Policy', Properties: { PolicyName: 'device' } },
    },
    DeviceConfiguration: { Url: 'https://example.com' },
  });

const connect = (thing: string, { certificate, key }: { certificate: string; key: string }) =>
  connectDevice(foreign.platform.mqttUrl, { thing, certificate, key, authority });
const describe1 = (thingName: string) => iot.send(new DescribeThingCommand({ thingName }));

/** Creates a claim, as an installer's app does, and returns its certificate and key. */
async function createClaim(): Promise<{ certificate: string; key: string }> {
  const { certificatePem, keyPair } = await iot.send(new CreateProvisioningClaimCommand({ templateName: 'fleet' }));
  return { certificate: certificatePem ?? '', key: keyPair?.PrivateKey ?? '' };
}

/** Sends a request in CBOR and returns the response. */
async function ask(client: MqttClient, topic: string, request: object | undefined): Promise<[string, unknown]> {
  await client.subscribeAsync([`${topic}/accepted`, `${topic}/rejected`], { qos: 1 });
  const response = new Promise<[string, unknown]>((resolve) =>
    client.once('message', (received, payload) =>
      resolve([received.slice(topic.length + 1), decodeFirstSync(payload)]),
    ),
  );
  await client.publishAsync(topic, request === undefined ? Buffer.alloc(0) : encode(request), { qos: 1 });
  return await response;
}

const Keys = z.object({ certificateOwnershipToken: z.string(), certificatePem: z.string(), privateKey: z.string() });
const provisionTopic = '$aws/provisioning-templates/fleet/provision/cbor';

/** Provisions a device with a new claim, over CBOR. */
async function provision(serial: string) {
  const client = await connect(`claim-${serial}`, await createClaim());
  const [created, keys] = await ask(client, '$aws/certificates/create/cbor', undefined);
  expect(created).toBe('accepted');
  const { certificateOwnershipToken, certificatePem, privateKey } = Keys.parse(keys);
  const parameters = { Serial: serial };
  const answer = await ask(client, provisionTopic, { certificateOwnershipToken, parameters });
  await client.endAsync();
  return { answer, identity: { certificate: certificatePem, key: privateKey } };
}

test('a device provisions itself with a temporary claim, over CBOR, and connects with its own certificate', async () => {
  const { answer, identity } = await provision('sensor-1');
  expect(answer).toEqual(['accepted', { thingName: 'sensor-1', deviceConfiguration: { Url: 'https://example.com' } }]);
  const client = await connect('sensor-1', identity);
  await client.publishAsync('sensor-1/data', 'x', { qos: 1 });
  await client.endAsync();
});

test('a temporary claim allows nothing else, and is rejected after five minutes', async () => {
  const claim = await createClaim();
  const client = await connect('claim-2', claim);
  const closed = new Promise((resolve) => client.once('close', () => resolve('closed')));
  client.publish('sensor-1/data', 'x', { qos: 1 }, () => undefined);
  expect(await closed).toBe('closed');
  const open = await connect('claim-3', claim);
  const expired = new Promise((resolve) => open.once('close', () => resolve('closed')));
  await foreign.platform.advance(300);
  expect(await expired).toBe('closed');
  await expect(connect('claim-4', claim)).rejects.toThrow();
});

test('a new default version of the template applies to the next device', async () => {
  const certificate = { CertificateId: { Ref: 'AWS::IoT::Certificate::Id' } };
  const templateBody = templateOf(certificate, { version: 'v2' });
  const { versionId } = await iot.send(
    new CreateProvisioningTemplateVersionCommand({ templateName: 'fleet', templateBody }),
  );
  await provision('sensor-2');
  expect((await describe1('sensor-2')).attributes).toEqual({});
  await iot.send(new UpdateProvisioningTemplateCommand({ templateName: 'fleet', defaultVersionId: versionId }));
  await provision('sensor-3');
  expect((await describe1('sensor-3')).attributes).toEqual({ version: 'v2' });
  await iot.send(new UpdateProvisioningTemplateCommand({ templateName: 'fleet', enabled: false }));
  const client = await connect('claim-5', await createEnabledClaim());
  expect(await ask(client, provisionTopic, { certificateOwnershipToken: 'x' })).toEqual([
    'rejected',
    { statusCode: 404, errorCode: 'ResourceNotFound', errorMessage: expect.stringContaining('not enabled') },
  ]);
  await client.endAsync();
  await iot.send(new UpdateProvisioningTemplateCommand({ templateName: 'fleet', enabled: true }));
});

/** Creates a claim while the template is enabled, and disables the template again. */
async function createEnabledClaim() {
  await iot.send(new UpdateProvisioningTemplateCommand({ templateName: 'fleet', enabled: true }));
  const claim = await createClaim();
  await iot.send(new UpdateProvisioningTemplateCommand({ templateName: 'fleet', enabled: false }));
  return claim;
}

test('a backend registers a device with its signing request, and the device connects', async () => {
  const { csr, key } = await makeKey('sensor-4');
  const { certificatePem = '', resourceArns } = await iot.send(
    new RegisterThingCommand({
      templateBody: templateOf({ CertificateSigningRequest: { Ref: 'CSR' } }),
      parameters: { Serial: 'sensor-4', CSR: csr },
    }),
  );
  expect(Object.keys(resourceArns ?? {}).sort()).toEqual(['certificate', 'policy', 'thing']);
  const client = await connect('sensor-4', { certificate: certificatePem, key });
  await client.publishAsync('sensor-4/data', 'x', { qos: 1 });
  await client.endAsync();
});

test('the SDK maps rejected requests to the exceptions of AWS IoT', async () => {
  const register = (templateBody: string) => iot.send(new RegisterThingCommand({ templateBody }));
  await expect(register('{')).rejects.toThrow(InvalidRequestException);
  const addVersion = () =>
    iot.send(new CreateProvisioningTemplateVersionCommand({ templateName: 'fleet', templateBody: templateOf({}) }));
  for (let added = 3; added <= 5; added += 1) await addVersion();
  await expect(addVersion()).rejects.toThrow(VersionsLimitExceededException);
});
