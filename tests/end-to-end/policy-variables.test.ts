import { CreatePolicyVersionCommand, IoTClient, SetDefaultPolicyVersionCommand } from '@aws-sdk/client-iot';
import { poll } from '@himeshima/local-aws/testing';
import { identityOf } from '../../commands/demonstration/clients';
import { deviceOf, together } from './foreign-devices';
import { type ForeignPlatform, startForeignPlatform } from './foreign-platform';
import { requestByHttps } from './https-devices';
import { connectRaw, packet, type RawDevice } from './raw-device';
import { connectRecording, type RecordingClient } from './recording-client';

jest.setTimeout(60_000);

const allow = (Action: string | string[], Resource: string, Condition: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource: `arn:aws:iot:*:*:${Resource}`,
  Condition,
});
// Terraform replaces the escape sequence $${ with ${ in a policy
const named = '$${iot:Certificate.Subject.CommonName}';

/**
 * `lamp` may connect only to localhost, with a certificate issued by AWS IoT and without a persistent session.
 * `spot` gets its permissions and denials from its group, except the permission to connect.
 * `ear` may subscribe to all topics, but may receive only topics below told/.
 */
const resource = together(
  deviceOf('lamp', [
    allow('iot:Connect', 'client/lamp', {
      StringEquals: { 'iot:DomainName': 'localhost', 'iot:Certificate.Subject.CommonName': 'AWS IoT Certificate' },
      IpAddress: { 'aws:SourceIp': '127.0.0.0/8' },
      'ForAllValues:StringEquals': { 'iot:ConnectAttributes': ['LastWill'] },
    }),
    allow('iot:Connect', 'client/lantern', {
      StringEquals: { 'iot:Certificate.Subject.CommonName': 'another' },
    }),
    allow('iot:Publish', `topic/at/home/${named}`, { IpAddress: { 'aws:SourceIp': '127.0.0.0/8' } }),
    allow('iot:Publish', 'topic/abroad', { NotIpAddress: { 'aws:SourceIp': '127.0.0.0/8' } }),
  ]),
  deviceOf('ear', [
    allow('iot:Connect', 'client/ear'),
    allow('iot:Subscribe', 'topicfilter/*'),
    allow('iot:Receive', 'topic/told/*'),
  ]),
  deviceOf('spot', [allow('iot:Connect', 'client/*'), allow('iot:Publish', 'topic/*')]),
  {
    aws_iot_thing_group: { all: { name: 'all' }, spots: { name: 'spots', parent_group_name: 'all' } },
    aws_iot_thing_group_membership: { spot: { thing_name: 'spot', thing_group_name: 'spots' } },
    aws_iot_policy: {
      all: {
        name: 'all',
        policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            allow('iot:Subscribe', 'topicfilter/news'),
            { ...allow('iot:Publish', 'topic/secret'), Effect: 'Deny' },
          ],
        }),
      },
    },
    aws_iot_policy_attachment: {
      all: { policy: '${aws_iot_policy.all.name}', target: '${aws_iot_thing_group.all.arn}' },
    },
  },
);

let theirs: ForeignPlatform;
const devices: RawDevice[] = [];
beforeAll(async () => {
  theirs = await startForeignPlatform({ resource, variable: { lamp_csr: {}, ear_csr: {}, spot_csr: {} } }, [
    '--quotas',
    'off',
  ]);
});
afterAll(async () => {
  for (const device of devices) device.end();
  await theirs?.stop();
});

/** Connects a device. @returns the code in its CONNACK or, if it subscribes, in its SUBACK */
async function responseCode(thing: string, connect: Buffer, subscribe?: Buffer): Promise<number> {
  const port = Number(new URL(theirs.platform.mqttUrl).port);
  const device = await connectRaw({ port, ...identityOf(theirs.platform.directory, thing) });
  devices.push(device);
  device.send(connect, ...(subscribe === undefined ? [] : [subscribe]));
  const type = subscribe === undefined ? 2 : 9;
  const answer = await poll(() => device.packets.find((one) => one.type === type), 'a response');
  return answer.body.readUInt8(answer.body.length - 1);
}

// AWS IoT developer guide, "cert-policy-variables", "basic-policy-variables", "connect-policy"
test('a policy can test the certificate at connect, and must allow a persistent session', async () => {
  expect(await responseCode('lamp', packet.connect('lamp'))).toBe(0);
  expect(await responseCode('lamp', packet.connect('lantern'))).toBe(5);
  expect(await responseCode('lamp', packet.connect('lamp', { clean: false }))).toBe(5);
});

test('an HTTPS device is identified by its certificate and address', async () => {
  const publish = async (topic: string) =>
    (await requestByHttps(theirs, 'lamp', { path: `/topics/${encodeURIComponent(topic)}`, body: '{}' })).status;
  expect([
    await publish('at/home/AWS IoT Certificate'),
    await publish('at/home/lamp'),
    await publish('abroad'),
  ]).toEqual([200, 403, 403]);
});

// AWS IoT developer guide, "thing-groups"
test('the policies of parent groups apply to a device while its client ID equals its thing name', async () => {
  const subscribe = packet.subscribe(1, [['news', 1]]);
  expect(await responseCode('spot', packet.connect('spot'), subscribe)).toBe(1);
  expect(await responseCode('spot', packet.connect('other'), subscribe)).toBe(128);
});

test("denials from a group's policies apply over HTTPS and with any client ID", async () => {
  const byHttps = async (topic: string) =>
    (await requestByHttps(theirs, 'spot', { path: `/topics/${topic}`, body: '{}' })).status;
  expect([await byHttps('news'), await byHttps('secret')]).toEqual([200, 403]);
  for (const clientId of ['spot', 'another']) {
    expect(await publishing(clientId, 'news')).toBe('acknowledged');
    expect(await publishing(clientId, 'secret')).toBe('ended');
  }
});

// Receive is checked at each delivery (AWS IoT developer guide, "iot-action-resources")
test('a device receives only messages that it may receive, both live and from its session', async () => {
  const options = { clean: false, protocolVersion: 4 } as const;
  const secretly = async (number: number) => {
    for (const topic of ['secretly', `told/${number}`]) await spot.client.publishAsync(topic, 'x', { qos: 1 });
  };
  const receiveOn = (ear: RecordingClient, topic: string) =>
    poll(() => ear.received.includes(`${topic} x`) || undefined, `${topic} is heard`);
  const spot = await connectRecording(theirs, 'spot');
  const first = await connectRecording(theirs, 'ear', options);
  await first.client.subscribeAsync('#', { qos: 1 });
  await secretly(1);
  await receiveOn(first, 'told/1');
  await first.client.endAsync();
  await secretly(2);
  const second = await connectRecording(theirs, 'ear', options);
  await receiveOn(second, 'told/2');
  expect([first.received, second.received]).toEqual([['told/1 x'], ['told/2 x']]);
  await Promise.all([second, spot].map(({ client }) => client.endAsync()));
});

// unlike the local runtime, AWS IoT can take minutes to apply the new version (API reference, "SetDefaultPolicyVersion")
test('a new default policy version applies immediately, even within a session', async () => {
  const { platform, clients } = theirs;
  const iot = new IoTClient({
    endpoint: platform.endpoint,
    region: clients.region,
    credentials: await clients.lambda.config.credentials(),
  });
  const port = Number(new URL(platform.mqttUrl).port);
  const device = await connectRaw({ port, ...identityOf(platform.directory, 'spot') });
  devices.push(device);
  const countAcknowledged = () => device.packets.filter(({ type }) => type === 4).length;
  device.send(packet.connect('spot'), packet.publishOnce('news', '{}', 1, false));
  await poll(() => countAcknowledged() === 1 || undefined, 'PUBACK');
  const policyDocument = JSON.stringify({ Version: '2012-10-17', Statement: allow('iot:Connect', 'client/*') });
  await iot.send(new CreatePolicyVersionCommand({ policyName: 'spot', policyDocument, setAsDefault: true }));
  device.send(packet.publishOnce('news', '{}', 2, false));
  await poll(() => device.closed || undefined, 'the disconnect');
  expect(countAcknowledged()).toBe(1);
  const byHttps = async () => (await requestByHttps(theirs, 'spot', { path: '/topics/news', body: '{}' })).status;
  expect(await byHttps()).toBe(403);
  await iot.send(new SetDefaultPolicyVersionCommand({ policyName: 'spot', policyVersionId: '1' }));
  expect(await byHttps()).toBe(200);
  iot.destroy();
});

async function publishing(clientId: string, topic: string): Promise<'acknowledged' | 'ended'> {
  const port = Number(new URL(theirs.platform.mqttUrl).port);
  const device = await connectRaw({ port, ...identityOf(theirs.platform.directory, 'spot') });
  devices.push(device);
  device.send(packet.connect(clientId), packet.publishOnce(topic, '{}', 1, false));
  const isAcknowledged = () => device.packets.some(({ type }) => type === 4);
  return poll(() => (isAcknowledged() ? 'acknowledged' : device.closed ? 'ended' : undefined), 'a response');
}
