import { join } from 'node:path';
import { createClock, createInFlightMessages, openDiskStore } from '@himeshima/local-aws/fixtures';
import { type LocalAwsProcess, poll } from '@himeshima/local-aws/testing';
import { connect, type MqttClient } from 'mqtt';
import { identityOf } from '../../commands/demonstration/clients';
import { startPlatformProcess } from '../../commands/platform/platform-process';
import { deviceOf, together } from './foreign-devices';
import { root } from './foreign-platform';
import { stackName, writeForeignStack } from './foreign-stack';

jest.setTimeout(60_000);

const everything = [{ Effect: 'Allow', Action: 'iot:*', Resource: '*' }];
const stack = writeForeignStack({
  resource: together(deviceOf('listener', everything), deviceOf('speaker', everything)),
  variable: { listener_csr: {}, speaker_csr: {} },
});

const data = join(stack.out, '..', 'data');
let platform: LocalAwsProcess;
async function start(): Promise<void> {
  const args = ['--out', stack.out, '--stack', stackName, '--data', data, '--quotas', 'off', '--quiet'];
  platform = await startPlatformProcess({ root, directory: stack.directory, args });
}

/**
 * Connects a device.
 * @param hear message listener, added before the first message can arrive
 * @param clean false for a persistent session
 */
async function connectAs(
  thing: string,
  { clean = true, hear = (_topic: string, _turn: number): void => undefined } = {},
) {
  const { key, certificate: cert, authority: ca } = identityOf(stack.directory, thing);
  const client = connect(platform.mqttUrl, { clientId: thing, key, cert, ca, clean, reconnectPeriod: 0 });
  client.on('message', (topic, payload) => hear(topic, Number(payload)));
  await new Promise((resolve, reject) => client.once('connect', resolve).once('error', reject));
  return client;
}

const places = 20;
const stateOf = (turn: number) => `state/${turn % places}`;

/** Publishes with QoS 1 until the connection closes. */
function speak(client: MqttClient, topicOf: (turn: number) => string, retain: boolean) {
  const acknowledged: number[] = [];
  let turn = 0;
  const send = async () => {
    for (;;) {
      turn += 1;
      const own = turn;
      await client.publishAsync(topicOf(own), String(own), { qos: 1, retain });
      acknowledged.push(own);
    }
  };
  return { acknowledged, ended: Promise.allSettled(Array.from({ length: 10 }, send)) };
}

/** Writes acknowledged but undelivered messages to the stored state, so that the test does not depend on chance. */
async function leaveUnderWay(turns: readonly number[]): Promise<void> {
  const clock = createClock({ speed: 1 });
  const failed = (text: string) => {
    throw new Error(text);
  };
  const store = await openDiskStore({ directory: data, real: clock.real, now: clock.now, failed });
  const underWay = createInFlightMessages(store);
  for (const turn of turns) {
    const payload = Buffer.from(String(turn));
    underWay.set(payload, { topic: 'room/1', payload, qos: 1, retain: turn % 10 === 0, origin: undefined });
  }
  await store.written();
  await store.close();
}

let queued: readonly number[] = [];
let retained: readonly number[] = [];
beforeAll(async () => {
  await start();
  const listener = await connectAs('listener', { clean: false });
  await listener.subscribeAsync('room/+', { qos: 1 });
  await listener.endAsync();
  const speaker = await connectAs('speaker');
  const toQueue = speak(speaker, () => 'room/1', false);
  const toRetain = speak(speaker, stateOf, true);
  const enough = () => toQueue.acknowledged.length > 300 && toRetain.acknowledged.length > 300;
  await poll(() => enough() || undefined, 'load', 20);
  process.kill(platform.pid, 'SIGKILL');
  speaker.end(true);
  await Promise.all([toQueue.ended, toRetain.ended]);
  const left = Array.from({ length: 300 }, (_, turn) => 900_000 + turn);
  await platform.stop();
  await leaveUnderWay(left);
  [queued, retained] = [[...toQueue.acknowledged, ...left], toRetain.acknowledged];
  await start();
});
afterAll(async () => {
  await platform?.stop();
  stack.remove();
});

describe('a broker that was killed under load and restarted with its data', () => {
  test('delivers messages that were acknowledged while the client was offline, once each and in order', async () => {
    const received: number[] = [];
    const listener = await connectAs('listener', { clean: false, hear: (_topic, turn) => received.push(turn) });
    const last = Math.max(...queued);
    await poll(() => received.some((turn) => turn >= last) || undefined, 'the last message');
    // send a message that is delivered after all queued messages
    const speaker = await connectAs('speaker');
    await speaker.publishAsync('room/1', '1000000', { qos: 1 });
    await poll(() => received.includes(1_000_000) || undefined, 'a new message');
    await Promise.all([listener.endAsync(), speaker.endAsync()]);
    expect(queued.filter((turn) => !received.includes(turn))).toEqual([]);
    expect(received).toEqual([...new Set(received)].sort((a, b) => a - b));
  });

  test('keeps the last acknowledged retained message for each topic, or a later message', async () => {
    const received = new Map<string, number>();
    const listener = await connectAs('listener', { hear: (topic, turn) => received.set(topic, turn) });
    const topics = Array.from({ length: places }, (_, place) => stateOf(place));
    for (const topic of topics) await listener.subscribeAsync(topic, { qos: 1 });
    await poll(() => received.size === places || undefined, 'a retained message for each topic');
    await listener.endAsync();
    const lastOf = (topic: string) => Math.max(...retained.filter((turn) => stateOf(turn) === topic));
    expect(topics.filter((topic) => (received.get(topic) ?? 0) < lastOf(topic))).toEqual([]);
  });
});
