import type { ConnectAttribute } from '@himeshima/aws-policy';
import type { AedesOptions, AuthenticateError, Client, ConnectPacket, PublishPacket } from 'aedes';
import type { Store } from '../../store';
import type { DeviceDefender } from '../device-defender';
import type { Message, Origin } from '../message';
import type { Throttle } from '../rates/throttle';
import type { MessagesUnderWay } from '../under-way';
import { type Connection, principalIdOf } from './connection';
import type { Deliveries } from './deliveries';
import type { Disconnects } from './disconnects';
import { headersOf } from './mqtt5-headers';
import type { Peer } from './peer';
import type { Permissions } from './permissions';
import { asClientSays, isShared } from './renamed-filters';
import type { Sessions } from './sessions';
import type { SharedSubscriptions } from './shared-subscriptions';

/** MQTT 3.1.1, 3.2.2.3; aedes says the like to a client of MQTT 5. */
const notAuthorized = 5;
/** The one return code of MQTT 3.1.1 by which a client may try again; AWS IoT's own is not written anywhere that we know. */
const serverUnavailable = 3;

function refusal(message: string, returnCode: number): AuthenticateError {
  return Object.assign(new Error(message), { returnCode });
}

const originOf = (connection: Connection | undefined): Origin | undefined =>
  connection && {
    clientId: connection.clientId,
    principalId: principalIdOf(connection.principal),
    sourceIp: connection.source.ip,
  };

function connectAttributesOf({ clean, will, protocolVersion, properties }: ConnectPacket): readonly ConnectAttribute[] {
  const lasting = protocolVersion === 5 ? (properties?.sessionExpiryInterval ?? 0) > 0 : clean === false;
  return [...(lasting ? (['PersistentConnect'] as const) : []), ...(will ? (['LastWill'] as const) : [])];
}

interface HookOptions {
  store: Store;
  published(message: Message, origin: Origin): void;
  observed: DeviceDefender['observe'];
}

/** Who may do what: the questions that aedes asks. */
export function hooks(
  { published, observed, store }: HookOptions,
  {
    permissions,
    throttle,
    connections,
    disconnects,
    underWay,
    shared,
    sessions,
    deliveries,
    peerOf,
    lets,
  }: {
    permissions: Permissions;
    throttle: Throttle;
    connections: WeakMap<Client, Connection>;
    disconnects: Disconnects;
    underWay: MessagesUnderWay;
    shared: SharedSubscriptions;
    sessions: Pick<Sessions, 'forget'>;
    deliveries: Pick<Deliveries, 'passes'>;
    /** Or why it is unknown. */
    peerOf(client: Client): Peer | string;
    /** Admits a client, which replaces a connected one with its client id. Resolves when a session that expires with that connection is deleted. */
    lets(client: Client): Promise<void> | undefined;
  },
): AedesOptions {
  /** aedes acknowledges what may be published at once: by then it has to be safe. */
  const keep = (client: Client, packet: PublishPacket, isWill: boolean) => {
    const { topic, retain } = packet;
    const payload = Buffer.from(packet.payload);
    packet.payload = payload;
    const origin = originOf(connections.get(client));
    underWay.set(payload, { topic, payload, qos: 1, retain, origin, headers: headersOf(packet), isWill });
    return store.written();
  };
  const asked = new WeakMap<Client, readonly ConnectAttribute[]>();
  /** Of last wills, each by its payload, the one object that aedes carries through unchanged. */
  const wills = new WeakSet<object>();
  /** As they stand in CONNECT: aedes publishes that very object, sooner or later. */
  const willed = new WeakSet<object>();
  /** Clients of MQTT 5 without Clean Start: they resume a session, even one that is to end with this connection. */
  const resuming = new WeakSet<Client>();
  return {
    preConnect(client, packet, done) {
      if (packet.protocolVersion === 5 && packet.clean === false) resuming.add(client);
      asked.set(client, connectAttributesOf(packet));
      if (packet.will) willed.add(packet.will);
      const peer = peerOf(client);
      if (typeof peer !== 'string') return done(null, true);
      permissions.refuseConnection({ reason: peer, unknownClient: true });
      return done(new Error(peer), false);
    },
    authenticate(client, _username, _password, done) {
      const peer = peerOf(client);
      if (typeof peer === 'string') return done(refusal(peer, notAuthorized), false);
      const connection = {
        clientId: client.id,
        principal: peer.as({ clientId: client.id, connectAttributes: asked.get(client) ?? [] }),
        source: peer.source,
        subscriptions: new Set<string>(),
      };
      observed(client.id, 'aws:num-connection-attempts', 1);
      if (!permissions.mayConnect(connection))
        return done(refusal(`${client.id} may not connect`, notAuthorized), false);
      // who may not connect must not use up the rate of the one whose name it is
      if (!throttle.admitsConnect(client.id))
        return done(refusal(`${client.id} connects too often`, serverUnavailable), false);
      connections.set(client, connection);
      // [MQTT-3.1.2-5], 3.1.2.11.2: aedes takes a session that ends with the connection for none
      if (resuming.has(client)) client.clean = false;
      const ended = lets(client);
      if (ended === undefined) return done(null, true);
      return void ended.then(
        () => done(null, true),
        (error: Error) => done(refusal(error.message, serverUnavailable), false),
      );
    },
    authorizePublish(client, packet, done) {
      if (client === null) return done(null);
      const refused = permissions.publishRefusal(client, packet);
      observed(client.id, 'aws:message-byte-size', Buffer.byteLength(packet.payload));
      if (refused === undefined) {
        observed(client.id, 'aws:num-messages-sent', 1);
        const isWill = willed.has(packet);
        if (isWill) {
          packet.payload = Buffer.from(packet.payload);
          wills.add(packet.payload);
          // it is of the will alone: a message has none (MQTT 5, 3.3.2.3)
          if (packet.properties !== undefined) Reflect.deleteProperty(packet.properties, 'willDelayInterval');
        }
        if (packet.qos === 0 || !store.lasting) return done(null);
        return void keep(client, packet, isWill).then(() => done(null), done);
      }
      const error = new Error(refused.reason);
      if (refused.endsWith !== undefined) {
        disconnects.note(client, 'CLIENT_ERROR');
        // aedes would acknowledge it with 0x87 behind DISCONNECT
        return client.disconnect({ reasonCode: refused.endsWith }, () => done(error));
      }
      // AWS IoT ends the connection; an MQTT 5 client gets the reason code 0x87 and stays
      if (client.version !== 5) {
        disconnects.note(client, 'AUTH_ERROR');
        client.close();
      }
      return done(error);
    },
    authorizeSubscribe(client, subscription, done) {
      const topic = asClientSays(subscription.topic);
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
        shared.refused(packet);
        if (packet.qos > 0 && !client.clean) void sessions.forget(client, packet);
        return null;
      }
      shared.onItsWay(client, packet);
      deliveries.passes(client);
      return packet;
    },
    published(packet, client, done) {
      const { payload } = packet;
      const left = typeof payload === 'string' ? undefined : underWay.of(payload);
      const origin = client === null ? left?.origin : originOf(connections.get(client));
      const isWill = left?.isWill === true || (typeof payload !== 'string' && wills.has(payload));
      done(null);
      if (origin !== undefined && !packet.topic.startsWith('$SYS/'))
        published(
          {
            topic: packet.topic,
            payload: typeof payload === 'string' ? Buffer.from(payload) : payload,
            headers: headersOf(packet) ?? left?.headers,
            isWill,
          },
          origin,
        );
      // in one batch with all that has become of it
      if (typeof payload !== 'string') underWay.arrived(payload);
    },
  };
}
