import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silent } from '@himeshima/cli';
import { type LocalAwsProcess, poll } from '@himeshima/local-aws/testing';
import type { MqttClient } from 'mqtt';
import * as z from 'zod';
import { type Clients, claimOf, clientsOf, identityOf } from '../../commands/demonstration/clients';
import { provisionFleet, roomOf } from '../../commands/load-test/provision-fleet';
import { readBack } from '../../commands/load-test/read-back';
import { sendTelemetry } from '../../commands/load-test/send-telemetry';
import { startPlatformProcess } from '../../commands/platform/platform-process';
import { synthesizeIfStale } from '../../commands/platform/synthesize-if-stale';
import { environmentNamed } from '../../config/environments';
import { sensorTopic, shadowTopics } from '../../contracts/topics';
import { connectDevice } from '../../devices/device-connection';
import { root } from './foreign-platform';
import { connectRaw, packet } from './raw-device';

jest.setTimeout(60_000);

const directory = mkdtempSync(join(tmpdir(), 'himeshima-bad-devices-'));
let platform: LocalAwsProcess;
let clients: Clients;
beforeAll(async () => {
  await synthesizeIfStale(root, environmentNamed('dev'));
  platform = await startPlatformProcess({ root, directory });
  clients = clientsOf(platform);
});
afterAll(async () => {
  await platform?.stop();
  rmSync(directory, { recursive: true, force: true });
});

const connectAs = async (thing: string) => {
  const client = await connectDevice(platform.mqttUrl, identityOf(directory, thing));
  client.on('error', () => undefined);
  return client;
};

const Saved = z.record(z.string(), z.array(z.object({ sum: z.number() })));
async function totalOf(metric: string): Promise<number> {
  const saved = Saved.parse(await (await fetch(`${platform.endpoint}/_local/metrics`)).json());
  return (saved[`aws.iot.${metric}{protocol:mqtt}`] ?? []).reduce((total, { sum }) => total + sum, 0);
}

const throttledEvents = (what: string) =>
  platform.events.filter((event) => event.kind === 'throttled' && event['what'] === what);
const throttledCount = (what: string) => throttledEvents(what).reduce((total, { count }) => total + Number(count), 0);

const whole = { lost: 0, unsent: 0, miscounted: 0 };

/** Provisions four sensors and a light, which report while `act` runs. @returns lost and unexpected measurements, and the result of `act` */
async function runBesidesFleet<Result>(run: string, act: () => Promise<Result>) {
  const target = { mqttUrl: platform.mqttUrl, claim: claimOf(directory), dynamodb: clients.dynamodb };
  const { sensors, lights } = await provisionFleet(target, { run, devices: 5, chaos: false, progress: silent });
  const [sent, result] = await Promise.all([
    sendTelemetry(sensors, { rate: 40, seconds: 2.5, progress: silent }),
    act(),
  ]);
  expect({ count: sent.count, unanswered: sent.unanswered }).toEqual({ count: 400, unanswered: 0 });
  const rooms = sensors.map((_, index) => roomOf(run, index));
  const neighbours = await readBack(clients.dynamodb, { sent, rooms, secondsToWait: 20 });
  await Promise.all([...sensors, ...lights.map(({ light }) => light)].map((device) => device.disconnect()));
  return { neighbours, result };
}

const topic = sensorTopic({ kind: 'temp', room: 'room1' });
const firstMoment = Date.UTC(2026, 10, 24);

/** Publishes at a fixed interval, without waiting for acknowledgements. */
async function flood(client: MqttClient, { perSecond, count }: { perSecond: number; count: number }) {
  const acknowledged = new Set<number>();
  const started = performance.now();
  const result = { acknowledged, seconds: 0 };
  for (let turn = 0; turn < count; turn += 1) {
    const at = firstMoment + turn;
    client.publish(topic, JSON.stringify({ v: 1, at, value: 1 }), { qos: 1 }, (error) => {
      if (error) return;
      acknowledged.add(at);
      result.seconds = (performance.now() - started) / 1000;
    });
    const due = started + ((turn + 1) * 1000) / perSecond;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
  }
  return result;
}

// AWS IoT Core endpoints and quotas, "Message broker"
test('accepts and stores 100 of 400 messages per second, drops the rest, and loses no messages from other devices', async () => {
  const client = await connectAs('sensor-1');
  // four times the quota, so that messages are dropped even if a busy machine takes much longer to send them
  const count = 800;
  const { neighbours, result } = await runBesidesFleet('FLOOD', () => flood(client, { perSecond: 400, count }));
  const { acknowledged } = result;
  const countDiscarded = () => throttledCount('messages discarded');
  const all = () => acknowledged.size + countDiscarded() === count || undefined;
  await poll(all, 'every message to be acknowledged or discarded');
  // at most 100 messages are accepted in each second that started before the last acknowledgement
  expect(acknowledged.size).toBeLessThanOrEqual(100 * Math.ceil(result.seconds));
  expect(acknowledged.size).toBeGreaterThanOrEqual(100);
  expect(countDiscarded()).toBeGreaterThan(100);
  expect(throttledEvents('messages discarded')[0]).toMatchObject({
    who: 'sensor-1',
    quota: 'at most 100 per second per connection',
  });
  expect(throttledEvents('messages discarded').length).toBeLessThan(10);
  expect(await totalOf('publish_in_throttle')).toBe(countDiscarded());
  expect(client.connected).toBe(true);
  await client.endAsync(true);
  const sent = { acknowledged: new Map([['sensor-1/temp', acknowledged]]), count: acknowledged.size, unanswered: 0 };
  expect(await readBack(clients.dynamodb, { sent, rooms: ['room1'], secondsToWait: 20 })).toMatchObject(whole);
  expect(neighbours).toMatchObject(whole);
});

test('unreadable messages are parked, and no messages from other devices are lost', async () => {
  // speed up the clock, because a record that always fails delays other records for ten seconds
  await platform.setSpeed(30);
  const own = shadowTopics('sensor-1');
  const client = await connectAs('sensor-1');
  const answers: unknown[] = [];
  client.on('message', (_topic, payload) => answers.push(JSON.parse(payload.toString())));
  await client.subscribeAsync(own.rejected, { qos: 1 });
  const nineLevels = `${'{"deeper":'.repeat(9)}1${'}'.repeat(9)}`;
  const misbehave = async () => {
    await client.publishAsync(topic, '{"v":1,"at":', { qos: 1 });
    await client.publishAsync(topic, JSON.stringify({ v: 1, at: 'yesterday', value: 1 }), { qos: 1 });
    await client.publishAsync(own.update, `{"state":{"reported":${nineLevels}}}`, { qos: 1 });
    await client.publishAsync(own.update, '{"state":', { qos: 1 });
    await poll(() => answers[1], 'the responses from the shadow');
    client.publish(topic, Buffer.alloc(128 * 1024 + 1), { qos: 1 });
    await poll(() => (client.connected ? undefined : true), 'the disconnect');
  };
  const { neighbours } = await runBesidesFleet('GARBAGE', misbehave);
  const parkedEvents = () => platform.events.filter(({ kind }) => kind === 'parked');
  await poll(() => parkedEvents()[1], 'two parked records', 20);
  await platform.setSpeed(1);
  expect(neighbours).toMatchObject(whole);
  expect(parkedEvents()).toMatchObject(Array(2).fill({ bucket: expect.stringContaining('telemetry-failures') }));
  expect(answers).toMatchObject([
    { code: 400, message: 'JSON contains too many levels of nesting; maximum is 6' },
    { code: 400, message: 'Invalid JSON' },
  ]);
  expect(platform.events.filter(({ kind }) => kind === 'refused')).toMatchObject([
    { who: 'sensor-1', resource: `topic/${topic}`, reason: 'the payload exceeds 131072 bytes' },
  ]);
});

// AWS IoT Core endpoints and quotas, "Message broker"
describe('a device that exceeds the quotas', () => {
  const connack = 2;
  const connects = async () => {
    const port = Number(new URL(platform.mqttUrl).port);
    const device = await connectRaw({ port, ...identityOf(directory, 'light-1') });
    device.send(packet.connect('light-1'));
    const answer = await poll(() => device.packets.find(({ type }) => type === connack), 'CONNACK');
    return { device, code: answer.body.readUInt8(1) };
  };

  test('accepts one connection attempt per second; a rejected attempt does not close the first connection', async () => {
    await platform.setSpeed(0);
    await platform.advance(1);
    const first = await connects();
    const tooSoon = await connects();
    expect([first.code, tooSoon.code, first.device.closed]).toEqual([0, 3, false]);
    expect(await totalOf('connect_client_idthrottle')).toBe(1);
    await platform.advance(1);
    expect(throttledEvents('connection attempts rejected')).toMatchObject([{ who: 'light-1', count: 1 }]);
    const later = await connects();
    await poll(() => first.device.closed || undefined, 'the disconnect of the first client');
    later.device.end();
    await platform.setSpeed(1);
    expect(later.code).toBe(0);
  });

  test('reads 512 KiB per second from a device, and delays the remaining bytes', async () => {
    const [light, sensor] = [await connectAs('light-1'), await connectAs('sensor-1')];
    await platform.setSpeed(0);
    await platform.advance(1);
    let acknowledged = 0;
    const { update } = shadowTopics('light-1');
    // send 1,000 KB in total
    for (let turn = 0; turn < 10; turn += 1)
      light.publish(update, Buffer.alloc(100_000), { qos: 1 }, (error) => {
        if (!error) acknowledged += 1;
      });
    await poll(() => acknowledged >= 5 || undefined, 'the messages of the first second');
    await sensor.publishAsync(shadowTopics('sensor-1').get, '', { qos: 1 });
    // a single read may exceed the limit by 64 KiB
    expect(acknowledged).toBe(5);
    await platform.advance(1);
    await poll(() => acknowledged === 10 || undefined, 'the rest');
    await platform.setSpeed(1);
    expect(throttledEvents('reads delayed')[0]).toMatchObject({ who: 'light-1' });
    await Promise.all([light.endAsync(), sensor.endAsync()]);
  });

  test('accepts 50 subscriptions, and closes the connection on the 51st', async () => {
    const light = await connectAs('light-1');
    const filter = (index: number) => `$aws/things/light-1/shadow/name/${index}/update/delta`;
    for (let index = 0; index < 50; index += 1) await light.subscribeAsync(filter(index), { qos: 0 });
    await light.unsubscribeAsync(filter(0));
    await light.subscribeAsync(filter(50), { qos: 0 });
    expect(light.connected).toBe(true);
    light.subscribe(filter(51), { qos: 0 });
    await poll(() => (light.connected ? undefined : true), 'the disconnect');
    const denial = platform.events.find(({ kind, action }) => kind === 'refused' && action === 'iot:Subscribe');
    expect(denial).toMatchObject({ reason: 'the connection would have 51 subscriptions; at most 50 are allowed' });
  });
});
