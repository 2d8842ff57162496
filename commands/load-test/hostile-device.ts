import type { MqttClient } from 'mqtt';
import * as z from 'zod';
import { sensorTopic, shadowTopics } from '../../contracts/topics';
import { type Attempt, attempt } from './attempt';
import { type AttackStep, type Hostile, publishIsAcknowledged, withConnection } from './hostile-connection';

const kibibyte = 1024;

/** Runs the attacks that use the device's own certificate. */
export async function attackAsDevice({ connect, bad, other, stolen }: Hostile): Promise<readonly Attempt[]> {
  const own = shadowTopics(bad.thing);
  const report = JSON.stringify({ state: { reported: { retained: true } } });
  const steps: AttackStep[] = [
    ['a shadow with nine levels', acceptsUpdate(own, nest(9))],
    ['a shadow that is not JSON', acceptsUpdate(own, '{"state":')],
    ['a subscription to all topics', canSubscribe('#')],
    ["another device's shadow", canSubscribe(shadowTopics(other).accepted)],
    ['a measurement for another room', publishIsAcknowledged(sensorTopic(stolen), newMeasurement())],
    ["an update to another device's shadow", publishIsAcknowledged(shadowTopics(other).update, '{}')],
    ['a retained message', publishIsAcknowledged(own.update, report, { retain: true })],
    ['a message of 128 KiB plus one byte', publishIsAcknowledged(own.update, ' '.repeat(128 * kibibyte + 1))],
  ];
  const attempts: Attempt[] = [];
  // each attack has its own connection, because the broker closes the connection after most of them
  for (const [what, run] of steps) attempts.push(await attempt(what, () => withConnection(connect, bad, run)));
  const impersonate = () => withConnection(connect, { ...bad, thing: other }, async () => true);
  return [...attempts, await attempt("a certificate with another device's client id", impersonate)];
}

const newMeasurement = () => JSON.stringify({ v: 1, at: Date.now(), value: 99 });
const nest = (levels: number) =>
  JSON.stringify({
    state: { reported: Array.from({ length: levels }).reduce<object>((inner) => ({ deeper: inner }), {}) },
  });

const canSubscribe = (filter: string) => async (client: MqttClient) => {
  await client.subscribeAsync(filter, { qos: 1 });
  return true;
};

const Rejected = z.object({ code: z.number(), message: z.string() });
/**
 * Codes for an invalid or oversized document (developer guide, "Device Shadow error messages"); 429 and 500 have other causes.
 */
const rejections = [400, 413];

/** Returns a function that updates the device's own shadow and resolves to true if the update is accepted. */
const acceptsUpdate = (topics: ReturnType<typeof shadowTopics>, payload: string) => async (client: MqttClient) => {
  await client.subscribeAsync([topics.accepted, topics.rejected], { qos: 1 });
  const [topic, answer] = await new Promise<[string, Buffer]>((resolve, reject) => {
    client.once('message', (from, payload) => resolve([from, payload]));
    client.once('close', () => reject(new Error('the broker closed the connection instead of responding')));
    client.publish(topics.update, payload, { qos: 1 });
  });
  if (topic === topics.accepted) return true;
  const { code, message } = Rejected.parse(JSON.parse(answer.toString()));
  if (!rejections.includes(code)) throw new Error(`the shadow responded with ${code}: ${message}`);
  return false;
};
