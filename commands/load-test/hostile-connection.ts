import type { MqttClient } from 'mqtt';
import type { DeviceIdentity } from '../../devices/device-connection';
import type { Target } from './load-test-target';
import type { Connect } from './paced-connects';

/** A compromised device: it has its own certificate and thing, and still has the claim certificate. */
export interface Hostile {
  readonly target: Pick<Target, 'mqttUrl' | 'claim' | 'dynamodb'>;
  readonly connect: Connect;
  readonly bad: DeviceIdentity;
  /** Thing of a well-behaved device. */
  readonly other: string;
  /** Room without sensors. */
  readonly stolen: SensorRoom;
}

export interface SensorRoom {
  readonly kind: string;
  readonly room: string;
}

export type AttackStep = readonly [what: string, gotThrough: (client: MqttClient) => Promise<boolean>];

/** Runs a function with a new connection, and closes the connection afterwards. */
export async function withConnection<Result>(
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
 * Returns a function that publishes a message and resolves to true if the broker acknowledges it.
 * The broker closes the connection of a client that is not allowed to publish, because MQTT 3.1.1 has no response that rejects a message.
 * If the broker itself has stopped, the next attack fails to connect.
 */
export const publishIsAcknowledged =
  (topic: string, payload: string, { retain = false } = {}) =>
  (client: MqttClient) =>
    new Promise<boolean>((resolve) => {
      client.once('close', () => resolve(false));
      client.publish(topic, payload, { qos: 1, retain }, (error) => {
        if (!error) resolve(true);
      });
    });
