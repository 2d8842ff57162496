import { Agent, request } from 'node:https';
import { GetThingShadowCommand, ThrottlingException } from '@aws-sdk/client-iot-data-plane';
import { identityOf } from '../../commands/demonstration/clients';
import { poll } from '../../commands/running/platform-process';
import { connectDevice } from '../../devices/light';
import { savedSeries } from '../../lib/datadog';
import { deviceOf } from './foreign-devices';
import { type ForeignPlatform, startForeignPlatform } from './foreign-platform';

jest.setTimeout(60_000);

let theirs: ForeignPlatform;
beforeAll(async () => {
  const resource = deviceOf('watcher', [{ Effect: 'Allow', Action: 'iot:*', Resource: '*' }]);
  theirs = await startForeignPlatform({ resource, variable: { watcher_csr: {} } });
  // where the clock stands still a rate is used up until it moves
  await theirs.platform.setSpeed(0);
});
afterAll(() => theirs?.stop());
beforeEach(() => theirs.platform.advance(2));

async function counted(name: string): Promise<number> {
  const all = savedSeries(await (await fetch(`${theirs.platform.endpoint}/_local/metrics`)).json());
  const own = all.filter(({ metric, tags }) => metric === `aws.iot.${name}` && tags['protocol'] === 'http');
  return own.flatMap(({ minutes }) => minutes).reduce((sum, minute) => sum + minute.sum, 0);
}

/** A connection by HTTPS that is used again and again. */
function httpsDevice() {
  const { key, certificate: cert, authority: ca } = identityOf(theirs.platform.directory, 'watcher');
  const { hostname, port } = new URL(theirs.platform.mqttUrl);
  const agent = new Agent({ keepAlive: true, maxSockets: 1, key, cert, ca, ALPNProtocols: ['http/1.1'] });
  const publish = () =>
    new Promise<number | undefined>((resolve, reject) => {
      const asked = request({ hostname, port, agent, path: '/topics/a?qos=1', method: 'POST' }, (response) => {
        response.resume().on('end', () => resolve(response.statusCode));
      });
      asked.on('error', reject);
      asked.end('{}');
    });
  return { publish, end: () => agent.destroy() };
}

// AWS IoT quotas, "Device Shadow"; API reference, "GetThingShadow"
test('a thing whose shadows are asked more than 20 times a second is answered 429, by MQTT and by HTTP', async () => {
  const { platform, clients } = theirs;
  const device = await connectDevice(platform.mqttUrl, identityOf(platform.directory, 'watcher'));
  const heard: { topic: string; code: number }[] = [];
  device.on('message', (topic, payload) => heard.push({ topic, code: JSON.parse(payload.toString()).code }));
  const shadow = '$aws/things/watcher/shadow';
  await device.subscribeAsync(`${shadow}/get/rejected`, { qos: 1 });
  for (let turn = 0; turn < 21; turn += 1) await device.publishAsync(`${shadow}/get`, '', { qos: 1 });
  await poll(() => heard[20], 'an answer to each');
  expect(heard.map(({ code }) => code)).toEqual([...Array(20).fill(404), 429]);
  const asked = clients.iotData.send(new GetThingShadowCommand({ thingName: 'watcher' }));
  await expect(asked).rejects.toThrow(ThrottlingException);
  await expect(clients.iotData.send(new GetThingShadowCommand({ thingName: 'other' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
  await platform.advance(1);
  await device.publishAsync(`${shadow}/get`, '', { qos: 1 });
  await poll(() => heard[21], 'the answer of the next second');
  expect(heard[21]?.code).toBe(404);
  await device.endAsync();
});

// AWS IoT quotas, "Message broker"; API reference, "Publish"
test('a connection by HTTPS publishes 100 messages a second: the next is answered 429, and the others are counted', async () => {
  const [device, other] = [httpsDevice(), httpsDevice()];
  const statuses = [];
  for (let turn = 0; turn < 101; turn += 1) statuses.push(await device.publish());
  expect(statuses).toEqual([...Array(100).fill(200), 429]);
  expect(await other.publish()).toBe(200);
  expect([await counted('publish_in_success'), await counted('publish_in_throttle')]).toEqual([101, 1]);
  device.end();
  other.end();
});
