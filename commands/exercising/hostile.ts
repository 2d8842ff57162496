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
  /** A serial number that was provisioned already. */
  readonly used: string;
  /** Another device, which behaves. */
  readonly other: string;
}

type Tried = readonly [what: string, gotThrough: (client: MqttClient) => Promise<boolean>];

const kibibyte = 1024;

/** A platform that lets one of these through is not safe. */
export async function attack({ target, run, bad, used, other }: Hostile): Promise<readonly Attempt[]> {
  const stolen = { kind: 'temp', room: `${run}-stolen` };
  const own = shadowTopics(bad.thing);
  const over = connections(target, bad);
  const attempts: Attempt[] = [
    {
      what: 'a certificate under the name of another device',
      gotThrough: await connects({ ...bad, thing: other }, target),
    },
    { what: 'a serial number that nobody made', gotThrough: await provisions(target, `${run}STOLEN`) },
    { what: 'a serial number that was used', gotThrough: await provisions(target, used) },
  ];
  const refused: Tried[] = [
    ['a shadow of nine levels', updates(own, nested(9))],
    ['a shadow that is no JSON', updates(own, '{"state":')],
    ['all messages of everybody', hears('#')],
    ['the shadow of another device', hears(shadowTopics(other).accepted)],
  ];
  await over(async (client) => {
    for (const [what, tried] of refused) attempts.push({ what, gotThrough: await tried(client) });
  });
  const disconnected: Tried[] = [
    ['the measurement of another room', isTaken(sensorTopic(stolen), measured())],
    ['a message for the shadow of another device', isTaken(shadowTopics(other).update, '{}')],
    ['a message of 128 KiB and a byte', isTaken(own.update, ' '.repeat(128 * kibibyte + 1))],
  ];
  for (const [what, tried] of disconnected) attempts.push({ what, gotThrough: await over(tried) });
  return [...attempts, { what: 'a room that was stolen', gotThrough: await exists(target.dynamodb, stolen) }];
}

const measured = () => JSON.stringify({ v: 1, at: Date.now(), value: 99 });
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

/** AWS IoT Core quotas: a client id connects once a second. */
const millisecondsApart = 1_100;

/** Runs something with a connection of the device, each time with another one. */
function connections({ mqttUrl }: Target, device: DeviceIdentity) {
  let last = Number.NEGATIVE_INFINITY;
  return async <Result>(act: (client: MqttClient) => Promise<Result>): Promise<Result> => {
    const wait = last + millisecondsApart - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const client = await connectDevice(mqttUrl, device);
    last = performance.now();
    client.on('error', () => undefined);
    try {
      return await act(client);
    } finally {
      await client.endAsync(true);
    }
  };
}

/** Whether the broker acknowledges: it ends the connection instead. */
const isTaken = (topic: string, payload: string) => (client: MqttClient) =>
  new Promise<boolean>((resolve) => {
    client.once('close', () => resolve(false));
    client.publish(topic, payload, { qos: 1 }, (error) => resolve(error === undefined || error === null));
  });

const hears = (filter: string) => async (client: MqttClient) => {
  const granted = await client.subscribeAsync(filter, { qos: 1 }).catch(() => []);
  return granted.some(({ qos }) => qos < 128);
};

/** Whether its own shadow takes an update. */
const updates = (topics: ReturnType<typeof shadowTopics>, payload: string) => async (client: MqttClient) => {
  await client.subscribeAsync([topics.accepted, topics.rejected], { qos: 1 });
  return new Promise<boolean>((resolve) => {
    client.once('message', (topic) => resolve(topic === topics.accepted));
    client.publish(topics.update, payload, { qos: 1 });
  });
};

async function exists(dynamodb: DynamoDBClient, { kind, room }: { kind: string; room: string }): Promise<boolean> {
  const get = new GetItemCommand({ TableName: 'rooms', Key: { room: { S: `${room}/${kind}` } } });
  return (await dynamodb.send(get)).Item !== undefined;
}
