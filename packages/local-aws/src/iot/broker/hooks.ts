import type { ConnectAttribute } from '@himeshima/aws-policy';
import type { AedesOptions, AuthenticateError, Client, ConnectPacket, PublishPacket } from 'aedes';
import type { Store } from '../../store';
import type { DeviceDefender } from '../device-defender';
import type { InFlightMessages } from '../in-flight-messages';
import type { Delivery, Message, Origin } from '../iot-message';
import type { Throttle } from '../rates/throttle';
import type { Registry } from '../registry/thing-registry';
import { type Connection, principalIdOf, type RequestedSession } from './connection';
import type { Deliveries } from './deliveries';
import type { Disconnects } from './disconnects';
import { clientFilterOf, isShared } from './filter-aliases';
import { enrichMessage } from './message-enrichment';
import { headersOf } from './mqtt5-headers';
import type { Peer } from './peer';
import type { Permissions } from './permissions';
import type { Sessions } from './sessions';
import type { SharedSubscriptions } from './shared-subscriptions';

/** MQTT 3.1.1 return code for a denied connection (3.2.2.3). aedes maps it to a reason code for MQTT 5. */
const notAuthorized = 5;
/**
 * Return code for a throttled connection. AWS IoT's code is not documented; this is the only code after which an MQTT
 * 3.1.1 client may retry.
 */
const serverUnavailable = 3;

function connectError(message: string, returnCode: number): AuthenticateError {
  return Object.assign(new Error(message), { returnCode });
}

const originOf = (connection: Connection | undefined): Origin | undefined =>
  connection && {
    clientId: connection.clientId,
    principalId: principalIdOf(connection.principal),
    sourceIp: connection.source.ip,
  };

function connectAttributesOf({ clean, will, protocolVersion, properties }: ConnectPacket): readonly ConnectAttribute[] {
  const isPersistent = protocolVersion === 5 ? (properties?.sessionExpiryInterval ?? 0) > 0 : clean === false;
  return [...(isPersistent ? (['PersistentConnect'] as const) : []), ...(will ? (['LastWill'] as const) : [])];
}

interface HookOptions {
  store: Store;
  registry: Registry;
  published(message: Message & Delivery, origin: Origin): void;
  observed: DeviceDefender['observe'];
}

/** Creates aedes' authentication and authorization hooks. */
export function hooks(
  { published, observed, store, registry }: HookOptions,
  {
    permissions,
    throttle,
    connections,
    disconnects,
    inFlight,
    shared,
    sessions,
    deliveries,
    peerOf,
    admit,
  }: {
    permissions: Permissions;
    throttle: Throttle;
    connections: WeakMap<Client, Connection>;
    disconnects: Disconnects;
    inFlight: InFlightMessages;
    shared: SharedSubscriptions;
    sessions: Pick<Sessions, 'forget'>;
    deliveries: Pick<Deliveries, 'markWritten'>;
    /** Returns a client's peer, or the reason why it is unknown. */
    peerOf(client: Client): Peer | string;
    /**
     * Admits a client and replaces a connected client with the same client ID. Resolves when the replaced connection's
     * session is deleted, if that session expires with its connection.
     */
    admit(client: Client): Promise<void> | undefined;
  },
): AedesOptions {
  /**
   * Persists a message. Must be called before the message is authorized,
   * because aedes acknowledges the message immediately afterwards.
   */
  const persist = (client: Client, packet: PublishPacket, isWill: boolean) => {
    const { topic, retain } = packet;
    const payload = Buffer.from(packet.payload);
    packet.payload = payload;
    const origin = originOf(connections.get(client));
    inFlight.set(payload, { topic, payload, qos: 1, retain, origin, headers: headersOf(packet), isWill });
    return store.written();
  };
  const attributesOf = new WeakMap<Client, readonly ConnectAttribute[]>();
  const sessionOf = new WeakMap<Client, RequestedSession>();
  /**
   * Payloads of last wills. A payload identifies a will,
   * because it is the only object of a will that aedes passes on unchanged.
   */
  const wills = new WeakSet<object>();
  /** Last wills from CONNECT packets. aedes publishes the same objects, so a published will can be recognized. */
  const connectWills = new WeakSet<object>();
  /**
   * MQTT 5 clients without Clean Start. Such clients resume their session even if it expires with the new connection.
   */
  const resuming = new WeakSet<Client>();
  return {
    preConnect(client, packet, done) {
      if (packet.protocolVersion === 5 && packet.clean === false) resuming.add(client);
      attributesOf.set(client, connectAttributesOf(packet));
      sessionOf.set(client, { keepAliveSeconds: packet.keepalive ?? 0, isClean: packet.clean !== false });
      if (packet.will) connectWills.add(packet.will);
      const peer = peerOf(client);
      if (typeof peer !== 'string') return done(null, true);
      permissions.reportHandshakeFailure({ reason: peer, unknownClient: true });
      return done(new Error(peer), false);
    },
    authenticate(client, _username, _password, done) {
      const peer = peerOf(client);
      if (typeof peer === 'string') return done(connectError(peer, notAuthorized), false);
      const connection = {
        clientId: client.id,
        principal: peer.as({ clientId: client.id, connectAttributes: attributesOf.get(client) ?? [] }),
        source: peer.source,
        subscriptions: new Set<string>(),
        session: sessionOf.get(client) ?? { keepAliveSeconds: 0, isClean: true },
      };
      observed(client.id, 'aws:num-connection-attempts', 1);
      if (!permissions.mayConnect(connection))
        return done(connectError(`${client.id} is not authorized to connect`, notAuthorized), false);
      // The rate limit is checked last, so that a denied client does not use up the rate limit of the client ID's
      // legitimate owner.
      if (!throttle.admitsConnect(client.id))
        return done(connectError(`${client.id} exceeds the connect rate limit`, serverUnavailable), false);
      connections.set(client, connection);
      // Otherwise aedes would treat a session that ends with the connection as a clean
      // start ([MQTT-3.1.2-5], 3.1.2.11.2).
      if (resuming.has(client)) client.clean = false;
      const ended = admit(client);
      if (ended === undefined) return done(null, true);
      return void ended.then(
        () => done(null, true),
        (error: Error) => done(connectError(error.message, serverUnavailable), false),
      );
    },
    authorizePublish(client, packet, done) {
      if (client === null) return done(null);
      const denial = permissions.publishRefusal(client, packet);
      observed(client.id, 'aws:message-byte-size', Buffer.byteLength(packet.payload));
      if (denial === undefined) {
        observed(client.id, 'aws:num-messages-sent', 1);
        const isWill = connectWills.has(packet);
        if (isWill) {
          packet.payload = Buffer.from(packet.payload);
          wills.add(packet.payload);
          // The delay is a property of the will, but not of the published message (MQTT 5, 3.3.2.3).
          if (packet.properties !== undefined) Reflect.deleteProperty(packet.properties, 'willDelayInterval');
        }
        const connection = connections.get(client);
        if (connection !== undefined) enrichMessage(packet, connection, registry);
        if (packet.qos === 0 || !store.lasting) return done(null);
        return void persist(client, packet, isWill).then(() => done(null), done);
      }
      const error = new Error(denial.reason);
      if (denial.reasonCode !== undefined) {
        disconnects.note(client, 'CLIENT_ERROR');
        // aedes would acknowledge the message with 0x87 after DISCONNECT.
        return client.disconnect({ reasonCode: denial.reasonCode }, () => done(error));
      }
      // AWS IoT closes the connection of an MQTT 3.1.1 client, whereas an MQTT 5 client receives the reason code
      // 0x87 and stays connected.
      if (client.version !== 5) {
        disconnects.note(client, 'AUTH_ERROR');
        client.close();
      }
      return done(error);
    },
    authorizeSubscribe(client, subscription, done) {
      const topic = clientFilterOf(subscription.topic);
      const granted = permissions.maySubscribe(client, { ...subscription, topic });
      if (granted) {
        connections.get(client)?.subscriptions.add(topic);
        if (isShared(topic))
          shared.join(client, topic, { qos: subscription.qos, retainAsPublished: subscription.rap === true });
      }
      done(null, granted ? subscription : null);
    },
    authorizeForward(client, packet) {
      if (!permissions.mayReceive(client, packet.topic)) {
        shared.dropped(packet);
        if (packet.qos > 0 && !client.clean) void sessions.forget(client, packet);
        return null;
      }
      shared.sending(client, packet);
      deliveries.markWritten(client);
      return packet;
    },
    published(packet, client, done) {
      const { payload } = packet;
      const stored = typeof payload === 'string' ? undefined : inFlight.find(payload);
      const origin = client === null ? stored?.origin : originOf(connections.get(client));
      const isWill = stored?.isWill === true || (typeof payload !== 'string' && wills.has(payload));
      done(null);
      if (origin !== undefined && !packet.topic.startsWith('$SYS/'))
        published(
          {
            topic: packet.topic,
            payload: typeof payload === 'string' ? Buffer.from(payload) : payload,
            headers: headersOf(packet) ?? stored?.headers,
            messageExpiry: packet.properties?.messageExpiryInterval,
            isWill,
            qos: packet.qos === 0 ? 0 : 1,
            retain: packet.retain,
          },
          origin,
        );
      // The store writes this change and the message's effects in one batch.
      if (typeof payload !== 'string') inFlight.delivered(payload);
    },
  };
}
