import { request } from 'node:https';
import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import type { DeviceIdentity } from '../../devices/light';
import type { Asking } from './oracle';

/** A device that went bad. */
export interface Actor {
  readonly name: string;
  /** `thing` is the name under which it is connected. */
  readonly identity: DeviceIdentity;
  readonly protocolVersion: 4 | 5;
  /** As the oracle sees it under another name, or by HTTPS under none. */
  asks(clientId: string | undefined): Asking;
  /** Whether many have its certificate: then it cannot be taken from one. */
  readonly isShared: boolean;
}

/** @returns undefined where the broker does not let it in */
export function open(
  url: string,
  { identity, protocolVersion }: Actor,
  more: Pick<IClientOptions, 'clientId' | 'will'> = {},
): Promise<MqttClient | undefined> {
  const { thing: clientId, key, certificate: cert, authority: ca } = identity;
  const client = connect(url, { clientId, key, cert, ca, protocolVersion, reconnectPeriod: 0, ...more });
  client.setMaxListeners(0);
  return new Promise((resolve) => {
    client.once('connect', () => resolve(client));
    client.on('error', () => undefined);
    client.once('close', () => {
      client.end(true);
      resolve(undefined);
    });
  });
}

/** @returns whether a question is answered with yes: a connection that ends, or has ended, says no */
function isAnswered(client: MqttClient, ask: () => Promise<boolean>): Promise<boolean> {
  if (!client.connected) return Promise.resolve(false);
  const closed = new Promise<boolean>((resolve) => client.once('close', () => resolve(false)));
  return Promise.race([ask().catch(() => false), closed]);
}

/** Asks for an answer, which comes behind all that was sent before. */
export const isThere = (client: MqttClient): Promise<boolean> =>
  isAnswered(client, () => client.unsubscribeAsync('nothing').then(() => true));

/** Whether the broker acknowledges a message; without QoS 1, whether the connection is there after it. */
export const takes = (
  client: MqttClient,
  { topic, qos, retain }: { topic: string; qos: 0 | 1; retain: boolean },
  text: string,
): Promise<boolean> =>
  isAnswered(client, async () => {
    // MQTT 5 refuses by the reason code of PUBACK, of which mqtt.js makes an error
    await client.publishAsync(topic, text, { qos, retain });
    return qos === 1 || isThere(client);
  });

/** Whether the broker grants a filter: where it does not, SUBACK says so, which is an error as well. */
export const grants = (client: MqttClient, filter: string): Promise<boolean> =>
  isAnswered(client, () => client.subscribeAsync(filter, { qos: 1 }).then(() => true));

/** @returns the status of the answer to a request by HTTPS, at the port of MQTT */
export function byHttps(
  url: string,
  { identity: { key, certificate: cert, authority: ca } }: Actor,
  { method, path, body = '' }: { method: string; path: string; body?: string },
): Promise<number> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const tls = { key, cert, ca, ALPNProtocols: ['http/1.1'] };
    const asked = request({ hostname, port, method, path, agent: false, ...tls });
    asked.on('response', (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    asked.on('error', reject);
    asked.end(body);
  });
}
