import { request } from 'node:https';
import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import type { DeviceIdentity } from '../../devices/device-connection';
import type { Asking } from './oracle';

/** Hostile device. */
export interface Actor {
  readonly name: string;
  /** Identity of the device. Its `thing` is the client ID of the connection. */
  readonly identity: DeviceIdentity;
  readonly protocolVersion: 4 | 5;
  /** Returns the device as the oracle sees it with another client ID or, over HTTPS, without a client ID. */
  asks(clientId: string | undefined): Asking;
  /** Whether the certificate is shared and therefore must not be deactivated. */
  readonly isShared: boolean;
}

/** Connects the device. @returns the client; undefined if the broker rejects it */
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

/** Returns whether a request succeeds. A closed connection is a failure. */
function isAnswered(client: MqttClient, ask: () => Promise<boolean>): Promise<boolean> {
  if (!client.connected) return Promise.resolve(false);
  const closed = new Promise<boolean>((resolve) => client.once('close', () => resolve(false)));
  return Promise.race([ask().catch(() => false), closed]);
}

/**
 * Returns whether the connection is still open. Sends an UNSUBSCRIBE, whose response arrives after the responses to all earlier messages.
 */
export const isThere = (client: MqttClient): Promise<boolean> =>
  isAnswered(client, () => client.unsubscribeAsync('nothing').then(() => true));

/** Returns whether the broker acknowledges a message; for QoS 0, whether the connection stays open. */
export const takes = (
  client: MqttClient,
  { topic, qos, retain }: { topic: string; qos: 0 | 1; retain: boolean },
  text: string,
): Promise<boolean> =>
  isAnswered(client, async () => {
    // mqtt.js reports the reason code of an MQTT 5 PUBACK as an error
    await client.publishAsync(topic, text, { qos, retain });
    return qos === 1 || isThere(client);
  });

/** Returns whether the broker grants a subscription. mqtt.js reports a rejecting SUBACK as an error. */
export const grants = (client: MqttClient, filter: string): Promise<boolean> =>
  isAnswered(client, () => client.subscribeAsync(filter, { qos: 1 }).then(() => true));

/** Sends an HTTPS request to the MQTT port. @returns the status of the response */
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
