import type { MqttClient } from 'mqtt';
import * as z from 'zod';
import { sensorTopic, shadowTopics } from '../../contracts/topics';
import { type Attempt, attempt } from './attempt';
import { type AttackStep, type Hostile, over, takes } from './hostile-connection';

const kibibyte = 1024;

/** What a device tries with a certificate of its own. */
export async function attackAsDevice({ connect, bad, other, stolen }: Hostile): Promise<readonly Attempt[]> {
  const own = shadowTopics(bad.thing);
  const report = JSON.stringify({ state: { reported: { retained: true } } });
  const tries: AttackStep[] = [
    ['a shadow of nine levels', updates(own, nested(9))],
    ['a shadow that is no JSON', updates(own, '{"state":')],
    ['all messages of everybody', hears('#')],
    ['the shadow of another device', hears(shadowTopics(other).accepted)],
    ['the measurement of another room', takes(sensorTopic(stolen), measured())],
    ['a message for the shadow of another device', takes(shadowTopics(other).update, '{}')],
    ['a message that is to be retained', takes(own.update, report, { retain: true })],
    ['a message of 128 KiB and a byte', takes(own.update, ' '.repeat(128 * kibibyte + 1))],
  ];
  const attempts: Attempt[] = [];
  // one connection each: for most of it the broker ends the connection
  for (const [what, tried] of tries) attempts.push(await attempt(what, () => over(connect, bad, tried)));
  const inItsPlace = () => over(connect, { ...bad, thing: other }, async () => true);
  return [...attempts, await attempt('a certificate under the name of another device', inItsPlace)];
}

const measured = () => JSON.stringify({ v: 1, at: Date.now(), value: 99 });
const nested = (levels: number) =>
  JSON.stringify({
    state: { reported: Array.from({ length: levels }).reduce<object>((inner) => ({ deeper: inner }), {}) },
  });

const hears = (filter: string) => async (client: MqttClient) => {
  await client.subscribeAsync(filter, { qos: 1 });
  return true;
};

const Rejected = z.object({ code: z.number(), message: z.string() });
/** Of a document that is none, or too large (developer guide, "Device Shadow error messages"): 429 and 500 say no such thing. */
const rejections = [400, 413];

/** Whether its own shadow takes an update. */
const updates = (topics: ReturnType<typeof shadowTopics>, payload: string) => async (client: MqttClient) => {
  await client.subscribeAsync([topics.accepted, topics.rejected], { qos: 1 });
  const [topic, answer] = await new Promise<[string, Buffer]>((resolve, reject) => {
    client.once('message', (from, said) => resolve([from, said]));
    client.once('close', () => reject(new Error('the broker ended the connection instead of answering')));
    client.publish(topics.update, payload, { qos: 1 });
  });
  if (topic === topics.accepted) return true;
  const { code, message } = Rejected.parse(JSON.parse(answer.toString()));
  if (!rejections.includes(code)) throw new Error(`the shadow answered ${code}: ${message}`);
  return false;
};
