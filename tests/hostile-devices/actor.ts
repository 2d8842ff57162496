import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import type { DeviceIdentity } from '../../devices/device-connection';
import type { Membership } from './membership';
import type { Requester } from './oracle';
import { authorizerName } from './watching-stack';

/** Hostile device. */
export interface Actor {
  readonly name: string;
  /** Identity of the device. Its `thing` is the client ID of the connection. */
  readonly identity: DeviceIdentity;
  readonly protocolVersion: 4 | 5;
  /** Returns the device for the oracle, with another client ID or, over HTTPS, without one. */
  asks(clientId: string | undefined): Requester;
  /** Whether the certificate is shared and therefore must not be deactivated. */
  readonly isShared: boolean;
  /** Login that a device without a certificate sends to the custom authorizer. */
  readonly login?: { readonly user: string; readonly password: string };
  /** Thing groups of the device, which change during the session. */
  readonly membership?: Membership;
}

/** Returns the options of a TLS connection: with the actor's certificate, or without one for a custom authorizer. */
const tlsOf = ({ identity: { key, certificate: cert, authority: ca }, login }: Actor) =>
  login === undefined ? { key, cert, ca } : { ca };

/** Returns the options of an MQTT connection for a custom authorizer; undefined for an actor with a certificate. */
const loginOf = ({ login }: Actor) =>
  login && { username: login.user, password: login.password, ALPNProtocols: ['mqtt'] };

/** Connects the device. @returns the client; undefined if the broker rejects it */
export function open(
  url: string,
  actor: Actor,
  more: Pick<IClientOptions, 'clientId' | 'will' | 'password'> = {},
): Promise<MqttClient | undefined> {
  const { protocolVersion, identity } = actor;
  const own = { clientId: identity.thing, protocolVersion, reconnectPeriod: 0, ...tlsOf(actor), ...loginOf(actor) };
  const client = connect(url, { ...own, ...more });
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
export const acceptsMessage = (
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
export const grantsSubscription = (client: MqttClient, filter: string): Promise<boolean> =>
  isAnswered(client, () => client.subscribeAsync(filter, { qos: 1 }).then(() => true));

export interface HttpsRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Sends an HTTPS request to the MQTT port. */
export function byHttps(
  url: string,
  actor: Actor,
  { method, path, headers = {}, body = '' }: HttpsRequest,
): Promise<{ readonly status: number; readonly text: string }> {
  const { hostname, port } = new URL(url);
  const { login } = actor;
  const authorizer = login && { 'x-amz-customauthorizer-name': authorizerName, 'x-password': login.password };
  return new Promise((resolve, reject) => {
    const tls = { ...tlsOf(actor), ALPNProtocols: ['http/1.1'] };
    const all = { ...headers, ...authorizer };
    const outgoing = request({ hostname, port, method, path, headers: all, agent: false, ...tls });
    outgoing.on('response', (response) => {
      text(response).then((answer) => resolve({ status: response.statusCode ?? 0, text: answer }), reject);
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
