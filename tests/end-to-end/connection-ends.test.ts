import { poll } from '@himeshima/local-aws/testing';
import { sign } from 'aws4';
import { connect, type IDisconnectPacket } from 'mqtt';
import { identityOf } from '../../commands/demonstration/clients';
import { deviceOf } from './foreign-devices';
import { type ForeignPlatform, startForeignPlatform } from './foreign-platform';
import { region } from './foreign-stack';
import { connectRaw, packet } from './raw-device';
import { connectRecording, type RecordingClient } from './recording-client';

jest.setTimeout(90_000);

let theirs: ForeignPlatform;
let watcher: RecordingClient;
beforeAll(async () => {
  const resource = deviceOf('watcher', [{ Effect: 'Allow', Action: 'iot:*', Resource: '*' }]);
  theirs = await startForeignPlatform({ resource, variable: { watcher_csr: {} } });
  watcher = await connectRecording(theirs, 'watcher');
  await watcher.client.subscribeAsync('$aws/events/presence/disconnected/+', { qos: 1 });
});
afterAll(async () => {
  watcher?.client.end(true);
  await theirs?.stop();
});

const stringsIn = (headers: object) =>
  Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);

const disconnectEvent = (clientId: string) =>
  watcher.received
    .map((line) => JSON.parse(line.slice(line.indexOf(' '))))
    .find((event) => event.clientId === clientId);

// 30 s is the shortest keep-alive that AWS IoT supports; it is measured in real time [MQTT-3.1.2-24]
test('a silent client is disconnected after 1.5 times its keep-alive, and the event contains the reason', async () => {
  const { directory, mqttUrl } = theirs.platform;
  const device = await connectRaw({ port: Number(new URL(mqttUrl).port), ...identityOf(directory, 'watcher') });
  const started = performance.now();
  device.send(packet.connect('silent', { keepAlive: 30 }));
  const event = await poll(() => disconnectEvent('silent'), 'its end', 60);
  expect(performance.now() - started).toBeGreaterThan(44_000);
  expect(event).toMatchObject({ clientInitiatedDisconnect: false, disconnectReason: 'MQTT_KEEP_ALIVE_TIMEOUT' });
  await poll(() => device.closed || undefined, 'the disconnect');
});

// functions sign with the platform's time; all other callers sign with real time (docs/local.md)
test('signatures are accepted only if they are dated by the platform’s clock or by real time', async () => {
  const { host } = new URL(theirs.platform.endpoint);
  const { accessKeyId, secretAccessKey } = await theirs.clients.iotData.config.credentials();
  const hour = 3_600_000;
  const codeOf = async (at: number) => {
    const date = new Date(at).toISOString().replace(/[-:]|\.\d{3}/g, '');
    const call = { host, path: '/retainedMessage', service: 'iotdata', region, headers: { 'X-Amz-Date': date } };
    const headers = { ...sign(call, { accessKeyId, secretAccessKey }).headers, host };
    return (await fetch(`${theirs.platform.endpoint}/retainedMessage`, { headers: stringsIn(headers) })).status;
  };
  await theirs.platform.advance(hour / 1000);
  const now = Date.now();
  expect(await Promise.all([now, now + hour, now + hour / 2].map(codeOf))).toEqual([200, 200, 403]);
});

// Source: developer guide, "protocols", "Connection duration limits"
test('a client with a signature is disconnected after 24 hours on the platform’s clock, but a client with a certificate is not', async () => {
  const { host } = new URL(theirs.platform.mqttUrl);
  const { accessKeyId, secretAccessKey } = await theirs.clients.iotData.config.credentials();
  const request = { service: 'iotdevicegateway', region, path: '/mqtt', headers: { host } };
  const headers = { ...sign(request, { accessKeyId, secretAccessKey }).headers };
  const ca = identityOf(theirs.platform.directory, 'watcher').authority;
  const client = connect(`wss://${host}/mqtt`, {
    clientId: 'signed',
    protocolVersion: 5,
    reconnectPeriod: 0,
    wsOptions: { ca, headers },
  });
  const ended = new Promise<IDisconnectPacket>((resolve) => client.once('disconnect', resolve));
  await new Promise((resolve, reject) => client.once('connect', resolve).once('error', reject));
  await theirs.platform.advance(86_300);
  await client.publishAsync('still/here', 'x', { qos: 1 });
  await theirs.platform.advance(200);
  expect(await ended).toMatchObject({ reasonCode: 0x98 });
  await poll(() => disconnectEvent('signed'), 'the disconnect event');
  await watcher.client.publishAsync('still/here', 'x', { qos: 1 });
  await client.endAsync(true);
});
