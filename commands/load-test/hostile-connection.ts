import type { MqttClient } from 'mqtt';
import type { DeviceIdentity } from '../../devices/light';
import type { Target } from './load-test-target';
import type { Connect } from './paced-connects';

/** A device that went bad: it has a certificate and a thing of its own, and has kept the claim certificate. */
export interface Hostile {
  readonly target: Pick<Target, 'mqttUrl' | 'claim' | 'dynamodb'>;
  readonly connect: Connect;
  readonly bad: DeviceIdentity;
  /** Another device, which behaves. */
  readonly other: string;
  /** Where no device measures. */
  readonly stolen: Place;
}

export interface Place {
  readonly kind: string;
  readonly room: string;
}

export type AttackStep = readonly [what: string, gotThrough: (client: MqttClient) => Promise<boolean>];

/** Runs something with a connection of its own. */
export async function over<Result>(
  connect: Connect,
  identity: DeviceIdentity,
  act: (client: MqttClient) => Promise<Result>,
): Promise<Result> {
  const client = await connect(identity);
  client.on('error', () => undefined);
  try {
    return await act(client);
  } finally {
    await client.endAsync(true);
  }
}

/**
 * Whether the broker acknowledges a message: it ends the connection of who may not send it (MQTT 3.1.1 has no other no).
 * Where it is the broker that has ended, the connection of the next try says so.
 */
export const takes =
  (topic: string, payload: string, { retain = false } = {}) =>
  (client: MqttClient) =>
    new Promise<boolean>((resolve) => {
      client.once('close', () => resolve(false));
      client.publish(topic, payload, { qos: 1, retain }, (error) => {
        if (!error) resolve(true);
      });
    });
