import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import {
  AttachPolicyCommand,
  CreateKeysAndCertificateCommand,
  CreatePolicyCommand,
  IoTClient,
} from '@aws-sdk/client-iot';
import { PublishCommand } from '@aws-sdk/client-iot-data-plane';
import type { MqttClient } from 'mqtt';
import { parseDenial } from '../../commands/device-permissions/parse-denial';
import { connectDevice, type DeviceIdentity } from '../../devices/device-connection';
import { type ForeignPlatform, startForeignPlatform } from './foreign-platform';
import { account, region } from './foreign-stack';

jest.setTimeout(60_000);

const arnOf = (resource: string) => `arn:aws:iot:${region}:${account}:${resource}`;
const policyDocument = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: 'iot:Connect', Resource: arnOf('client/lamp') },
    { Effect: 'Allow', Action: 'iot:Subscribe', Resource: arnOf('topicfilter/in') },
    { Effect: 'Allow', Action: 'iot:Publish', Resource: '*' },
    { Sid: 'NeverPublished', Effect: 'Deny', Action: 'iot:Publish', Resource: arnOf('topic/secret/*') },
  ],
});

let foreign: ForeignPlatform;
let identity: DeviceIdentity;
let lamp: MqttClient;
beforeAll(async () => {
  foreign = await startForeignPlatform({ resource: {} }, ['--quotas', 'off']);
  const { clients, platform } = foreign;
  const credentials = await clients.lambda.config.credentials();
  const iot = new IoTClient({ endpoint: platform.endpoint, region, credentials, maxAttempts: 1 });
  const made = await iot.send(new CreateKeysAndCertificateCommand({ setAsActive: true }));
  await iot.send(new CreatePolicyCommand({ policyName: 'lamp', policyDocument }));
  await iot.send(new AttachPolicyCommand({ policyName: 'lamp', target: made.certificateArn }));
  iot.destroy();
  const authority = readFileSync(join(platform.directory, 'ca.pem'), 'utf8');
  identity = { thing: 'lamp', key: made.keyPair?.PrivateKey ?? '', certificate: made.certificatePem ?? '', authority };
  lamp = await connectDevice(platform.mqttUrl, identity);
}, 60_000);
afterAll(async () => {
  await lamp?.endAsync(true);
  await foreign?.stop();
});

const refusals: Readonly<Record<string, () => Promise<unknown>>> = {
  'iot:Connect on client/other': () =>
    connectDevice(foreign.platform.mqttUrl, { ...identity, thing: 'other' }).catch(() => undefined),
  'iot:Subscribe on topicfilter/elsewhere': () => lamp.subscribeAsync('elsewhere').catch(() => undefined),
  'iot:Receive on topic/in': async () => {
    await lamp.subscribeAsync('in');
    await foreign.clients.iotData.send(new PublishCommand({ topic: 'in', payload: Buffer.from('x'), qos: 1 }));
  },
};

/** Publishes an empty message over HTTPS. @returns the status of the response */
const statusOverHttps = (path: string) =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(foreign.platform.mqttUrl);
    const { key, certificate: cert, authority: ca } = identity;
    const options = { hostname, port, path, method: 'POST', key, cert, ca, ALPNProtocols: ['http/1.1'], agent: false };
    const outgoing = request(options, (response) => resolve(response.resume().statusCode));
    outgoing.on('error', reject).end();
  });

describe('the line of a denial', () => {
  test.each(Object.entries(refusals))('contains the missing statement for %s', async (denied, attempt) => {
    const [action = '', resource = ''] = denied.split(' on ');
    await attempt();
    const line = await foreign.platform.event(
      (event) => event.kind === 'refused' && event['action'] === action && event['resource'] === resource,
      `the denial of ${denied}`,
    );
    const missing = { Effect: 'Allow', Action: action, Resource: arnOf(resource) };
    expect(line).toMatchObject({ arn: arnOf(resource), policies: ['lamp'], missing });
    expect(line['reason']).toMatch(/because no statement in the policy lamp allows the action$/);
    expect(parseDenial(JSON.stringify(line))).toMatchObject({ action, resource: arnOf(resource) });
  });

  test('contains the statement that denies a request over HTTPS', async () => {
    expect(await statusOverHttps('/topics/secret%2Fplans?qos=1')).toBe(403);
    const line = await foreign.platform.event(
      (event) => event.kind === 'refused' && event['resource'] === 'topic/secret/plans',
      'the denial',
    );
    expect(line).toMatchObject({
      action: 'iot:Publish',
      arn: arnOf('topic/secret/plans'),
      statement: { policy: 'lamp', sid: 'NeverPublished' },
    });
    expect(line['reason']).toMatch(/because statement NeverPublished of policy lamp denies the action$/);
  });
});
