import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { MqttClient } from 'mqtt';
import { parameterNames } from '../../contracts/provisioning';
import { sensorTopic, shadowTopics } from '../../contracts/topics';
import { connectDevice, type DeviceIdentity } from '../../devices/light';
import { type NewDevice, provision } from '../../devices/provision';
import type { Target } from './target';

/** What somebody tried who should not have succeeded. */
export interface Attempt {
  readonly what: string;
  readonly gotThrough: boolean;
}

interface Hostile {
  readonly target: Target;
  readonly run: string;
  /** A device that went bad: it has a certificate and a thing of its own. */
  readonly bad: DeviceIdentity;
  /** The serial number that it was provisioned with. */
  readonly used: string;
  /** Another device, which behaves. */
  readonly other: string;
}

const kibibyte = 1024;

/** A platform that lets one of these through is not safe. */
export async function attack(hostile: Hostile): Promise<readonly Attempt[]> {
  const { target, run, used, other } = hostile;
  const stolen = { kind: 'temp', room: `${run}-stolen` };
  const attempts: [string, () => Promise<boolean>][] = [
    ['a certificate under the name of another device', () => connects({ ...hostile.bad, thing: other }, target)],
    ['a serial number that nobody made', () => provisions(target, `${run}STOLEN`)],
    ['a serial number that was used', () => provisions(target, used)],
    ['the measurement of another room', () => isTaken(hostile, sensorTopic(stolen), measured())],
    ['a message for the shadow of another device', () => isTaken(hostile, shadowTopics(other).update, '{}')],
    ['a message of 128 KiB and a byte', () => isTaken(hostile, shadowTopics(hostile.bad.thing).update, tooLarge)],
    ['all messages of everybody', () => hears(hostile, '#')],
    ['the shadow of another device', () => hears(hostile, shadowTopics(other).accepted)],
    ['a shadow of nine levels', () => isAccepted(hostile, nested(9))],
    ['a shadow that is no JSON', () => isAccepted(hostile, '{"state":')],
  ];
  const outcomes: Attempt[] = [];
  for (const [what, tried] of attempts) outcomes.push({ what, gotThrough: await tried() });
  const room = { what: 'a room that was stolen', gotThrough: await exists(target.dynamodb, stolen) };
  return [...outcomes, room];
}

const measured = () => JSON.stringify({ v: 1, at: Date.now(), value: 99 });
const tooLarge = ' '.repeat(128 * kibibyte + 1);
const nested = (levels: number) =>
  JSON.stringify({
    state: { reported: Array.from({ length: levels }).reduce<object>((inner) => ({ deeper: inner }), {}) },
  });

const connects = (identity: DeviceIdentity, { mqttUrl }: Target) =>
  connectDevice(mqttUrl, identity).then(
    (client) => client.endAsync(true).then(() => true),
    () => false,
  );

function provisions(target: Target, serial: string): Promise<boolean> {
  const parameters = { [parameterNames.kind]: 'temp', [parameterNames.room]: 'anywhere' };
  const device: NewDevice = { claim: target.claim, serial, template: 'sensor', parameters };
  return provision(target.mqttUrl, device).then(
    () => true,
    () => false,
  );
}

/** Runs with a connection of the bad device. */
async function connected<Result>(
  { target, bad }: Hostile,
  act: (client: MqttClient) => Promise<Result>,
): Promise<Result> {
  const client = await connectDevice(target.mqttUrl, bad);
  client.on('error', () => undefined);
  try {
    return await act(client);
  } finally {
    await client.endAsync(true);
  }
}

/** Whether the broker acknowledges: it ends the connection instead. */
const isTaken = (hostile: Hostile, topic: string, payload: string) =>
  connected(
    hostile,
    (client) =>
      new Promise<boolean>((resolve) => {
        client.once('close', () => resolve(false));
        client.publish(topic, payload, { qos: 1 }, (error) => resolve(error === undefined || error === null));
      }),
  );

const hears = (hostile: Hostile, filter: string) =>
  connected(hostile, async (client) => {
    const granted = await client.subscribeAsync(filter, { qos: 1 }).catch(() => []);
    return granted.some(({ qos }) => qos < 128);
  });

/** Whether its own shadow takes an update. */
const isAccepted = (hostile: Hostile, payload: string) =>
  connected(hostile, async (client) => {
    const topics = shadowTopics(hostile.bad.thing);
    await client.subscribeAsync([topics.accepted, topics.rejected], { qos: 1 });
    return new Promise<boolean>((resolve) => {
      client.once('message', (topic) => resolve(topic === topics.accepted));
      client.publish(topics.update, payload, { qos: 1 });
    });
  });

async function exists(dynamodb: DynamoDBClient, { kind, room }: { kind: string; room: string }): Promise<boolean> {
  const get = new GetItemCommand({ TableName: 'rooms', Key: { room: { S: `${room}/${kind}` } } });
  return (await dynamodb.send(get)).Item !== undefined;
}
