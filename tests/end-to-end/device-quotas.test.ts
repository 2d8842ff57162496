import { Agent, request } from 'node:https';
import { GetThingShadowCommand, PublishCommand, ThrottlingException } from '@aws-sdk/client-iot-data-plane';
import { savedSeries } from '@himeshima/datadog-monitors';
import { poll } from '@himeshima/local-aws/testing';
import { identityOf } from '../../commands/demonstration/clients';
import { connectDevice } from '../../devices/device-connection';
import { deviceOf } from './foreign-devices';
import { type ForeignPlatform, startForeignPlatform } from './foreign-platform';
import { connectRaw, packet } from './raw-device';
import { connectRecording } from './recording-client';

jest.setTimeout(60_000);

let theirs: ForeignPlatform;
beforeAll(async () => {
  const resource = deviceOf('watcher', [{ Effect: 'Allow', Action: 'iot:*', Resource: '*' }]);
  theirs = await startForeignPlatform({ resource, variable: { watcher_csr: {} } });
  // stop the clock, so that a rate limit stays exhausted until the clock is moved
  await theirs.platform.setSpeed(0);
});
afterAll(() => theirs?.stop());
beforeEach(() => theirs.platform.advance(2));

async function totalOf(name: string): Promise<number> {
  const all = savedSeries(await (await fetch(`${theirs.platform.endpoint}/_local/metrics`)).json());
  const own = all.filter(({ metric, tags }) => metric === `aws.iot.${name}` && tags['protocol'] === 'http');
  return own.flatMap(({ minutes }) => minutes).reduce((sum, minute) => sum + minute.sum, 0);
}

/** Returns functions that publish over one reused HTTPS connection and close it. */
function httpsDevice() {
  const { key, certificate: cert, authority: ca } = identityOf(theirs.platform.directory, 'watcher');
  const { hostname, port } = new URL(theirs.platform.mqttUrl);
  const agent = new Agent({ keepAlive: true, maxSockets: 1, key, cert, ca, ALPNProtocols: ['http/1.1'] });
  const publish = () =>
    new Promise<number | undefined>((resolve, reject) => {
      const outgoing = request({ hostname, port, agent, path: '/topics/a?qos=1', method: 'POST' }, (response) => {
        response.resume().on('end', () => resolve(response.statusCode));
      });
      outgoing.on('error', reject);
      outgoing.end('{}');
    });
  return { publish, end: () => agent.destroy() };
}

// AWS IoT quotas, "Device Shadow"; API reference, "GetThingShadow"
test('rejects shadow requests beyond 20 per second per thing with 429, over MQTT and HTTP', async () => {
  const { platform, clients } = theirs;
  const device = await connectDevice(platform.mqttUrl, identityOf(platform.directory, 'watcher'));
  const received: { topic: string; code: number }[] = [];
  device.on('message', (topic, payload) => received.push({ topic, code: JSON.parse(payload.toString()).code }));
  const shadow = '$aws/things/watcher/shadow';
  await device.subscribeAsync(`${shadow}/get/rejected`, { qos: 1 });
  for (let turn = 0; turn < 21; turn += 1) await device.publishAsync(`${shadow}/get`, '', { qos: 1 });
  await poll(() => received[20], 'a response to each request');
  expect(received.map(({ code }) => code)).toEqual([...Array(20).fill(404), 429]);
  const response = clients.iotData.send(new GetThingShadowCommand({ thingName: 'watcher' }));
  await expect(response).rejects.toThrow(ThrottlingException);
  await expect(clients.iotData.send(new GetThingShadowCommand({ thingName: 'other' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
  await platform.advance(1);
  await device.publishAsync(`${shadow}/get`, '', { qos: 1 });
  await poll(() => received[21], 'the response to a request in the next second');
  expect(received[21]?.code).toBe(404);
  await device.endAsync();
});

// AWS IoT quotas, "Message broker"; API reference, "Publish"
test('rejects the 101st publish per second on an HTTPS connection with 429, and counts the publish in a metric', async () => {
  const [device, other] = [httpsDevice(), httpsDevice()];
  const statuses = [];
  for (let turn = 0; turn < 101; turn += 1) statuses.push(await device.publish());
  expect(statuses).toEqual([...Array(100).fill(200), 429]);
  expect(await other.publish()).toBe(200);
  expect([await totalOf('publish_in_success'), await totalOf('publish_in_throttle')]).toEqual([101, 1]);
  device.end();
  other.end();
});

// AWS IoT quotas, "Message broker"; developer guide, "mqtt", "MQTT persistent sessions"
describe('delivery to a connection', () => {
  const waitUntil = (holds: () => boolean, what: string) => poll(() => (holds() ? true : undefined), what);
  /** Publishes through the AWS endpoint, which has no rate limit. */
  const say = async (topic: string, count: number, { qos = 1, payload = '' } = {}) => {
    for (let turn = 1; turn <= count; turn += 1)
      await theirs.clients.iotData.send(new PublishCommand({ topic, qos, payload: payload || String(turn) }));
  };
  const numbers = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => String(from + index));

  test.each([
    [0, numbers(1, 100)],
    [1, numbers(1, 130)],
  ])(
    'delivers 100 messages per second, discards further QoS 0 messages, and delays further QoS 1 messages (QoS %i)',
    async (qos, all) => {
      const topic = `many/${qos}`;
      const { client, received } = await connectRecording(theirs, 'watcher', { clientId: topic });
      await client.subscribeAsync(topic, { qos: 1 });
      await say(topic, 130, { qos });
      await waitUntil(() => received.length === 100, 'a hundred');
      await theirs.platform.advance(1);
      await say(topic, 1, { qos, payload: 'last' });
      await waitUntil(() => received.includes(`${topic} last`), 'the last one');
      expect(received).toEqual([...all, 'last'].map((text) => `${topic} ${text}`));
      const discarded = theirs.platform.events.filter(
        (event) =>
          event.kind === 'throttled' && event['what'] === 'outgoing messages discarded' && event['who'] === topic,
      );
      expect(discarded.map(({ count }) => count)).toEqual(qos === 0 ? [30] : []);
      await client.endAsync();
    },
  );

  test('delivers 512 KiB per second to a connection, and delays the remaining bytes', async () => {
    const { client, received } = await connectRecording(theirs, 'watcher', { clientId: 'bytes' });
    await client.subscribeAsync(['large', 'small'], { qos: 1 });
    await say('large', 10, { payload: 'x'.repeat(100_000) });
    await waitUntil(() => received.length >= 6, 'the messages of the first second');
    await theirs.platform.advance(0.1);
    expect(received).toHaveLength(6);
    await theirs.platform.advance(1);
    await waitUntil(() => received.length === 10, 'the rest');
    await client.endAsync();
  });

  test('delivers at most 100 unacknowledged messages to a connection', async () => {
    const port = Number(new URL(theirs.platform.mqttUrl).port);
    const device = await connectRaw({ port, ...identityOf(theirs.platform.directory, 'watcher') });
    device.send(packet.connect('silent'), packet.subscribe(1, [['silent/1', 1]]));
    const publishPackets = () => device.packets.filter(({ type }) => type === 3);
    await waitUntil(() => device.packets.some(({ type }) => type === 9), 'SUBACK');
    await say('silent/1', 60);
    await theirs.platform.advance(1);
    await say('silent/1', 60);
    await theirs.platform.advance(5);
    await waitUntil(() => publishPackets().length === 100, 'a hundred');
    // the packet identifier follows the topic and its length
    for (const { body } of publishPackets().slice(0, 2))
      device.send(packet.puback(body.readUInt16BE(2 + 'silent/1'.length)));
    await waitUntil(() => publishPackets().length > 101, 'two more');
    device.send(packet.subscribe(2, [['silent/2', 1]]));
    await waitUntil(() => device.packets.filter(({ type }) => type === 9).length === 2, 'SUBACK');
    expect(publishPackets()).toHaveLength(102);
    device.end();
  });

  test('delivers 10 queued messages per second from the session, in addition to new messages', async () => {
    const options = { clientId: 'away', clean: false };
    const before = await connectRecording(theirs, 'watcher', options);
    await before.client.subscribeAsync('away/+', { qos: 1 });
    await before.client.endAsync();
    await theirs.platform.advance(2);
    await say('away/kept', 25);
    const { client, received } = await connectRecording(theirs, 'watcher', options);
    await waitUntil(() => received.length === 10, 'ten');
    await say('away/now', 1);
    await waitUntil(() => received.length === 11, 'what comes now');
    for (const count of [21, 26]) {
      await theirs.platform.advance(1);
      await waitUntil(() => received.length === count, 'the next ten');
    }
    expect(received.filter((line) => line.startsWith('away/kept'))).toEqual(
      numbers(1, 25).map((text) => `away/kept ${text}`),
    );
    expect(received[10]).toBe('away/now 1');
    await client.endAsync();
    await theirs.platform.advance(2);
    const again = await connectRecording(theirs, 'watcher', options);
    await say('away/now', 1, { payload: 'last' });
    await waitUntil(() => again.received.length > 0, 'the last one');
    expect(again.received).toEqual(['away/now last']);
    await again.client.endAsync();
  });
});
