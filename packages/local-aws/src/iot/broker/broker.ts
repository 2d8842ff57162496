import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import type { Client } from 'aedes';
import type { Authorizer } from '../../authorize';
import type { Authority } from '../../certificates/authority';
import type { Clock } from '../../clock';
import type { EventBus } from '../../events';
import type { Signers } from '../../gateway/signature';
import type { MetricStore } from '../../metrics';
import type { Store } from '../../store';
import type { DeviceDefender } from '../device-defender';
import type { IotLogs } from '../iot-logs';
import type { Delivery, Message, Origin } from '../message';
import type { Presence } from '../presence';
import { maxClientIdLength, maxQos } from '../quotas';
import { createThrottle, type RateFactor } from '../rates/throttle';
import type { Registry } from '../registry/registry';
import { createMessagesUnderWay, type UnderWay } from '../under-way';
import { admissionOf } from './admission';
import { loadAedes } from './aedes-internals';
import { tellOfClients } from './client-events';
import { type Connection, principalIdOf } from './connection';
import { createDeliveries } from './deliveries';
import { createDisconnects } from './disconnects';
import { hooks } from './hooks';
import type { LifecycleEvents } from './lifecycle-events';
import { listenForDevices, type MqttListener } from './mqtt-listener';
import { propertiesOf } from './mqtt5-headers';
import { type PacketIntake, takeIn } from './packet-intake';
import { peerOf, type Signed } from './peer';
import { createPermissions, maxPacketBytes } from './permissions';
import { reasonCodes } from './reason-codes';
import { asClientSays } from './renamed-filters';
import type { RetainedMessages } from './retained-messages';
import { expireSessions, sessionExpiryAtMost } from './session-expiry';
import { KeptSessions, Sessions } from './sessions';
import { createSharedSubscriptions } from './shared-subscriptions';
import { waitForNobody } from './slow-clients';
import { readSlowly } from './slow-reading';
import { createMqttOverWebSocket } from './web-socket';

/** The one port through which the platform knows the broker, so that another library can take its place. */
export interface Broker {
  /** 0 until it listens. */
  readonly port: number;
  /** Hands on what a platform before this one has left, then lets devices in. @throws Error EADDRINUSE */
  listen(): Promise<void>;
  /** Hands a message of a service to its subscribers. */
  publish(message: Message & Delivery): void;
  /**
   * Hands a message to one connection alone, where it is still there and may receive it. AWS IoT asks for no
   * subscription (aws-iot-fleet-provisioning, issue 6), and promises nothing without one.
   */
  answer(to: Origin, message: Message): void;
  /** Takes a request for MQTT over WebSocket, which has come by HTTP. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Ends the connections of a certificate. @returns the names of the clients */
  disconnect(certificateId: string): string[];
  readonly connections: number;
  close(): Promise<void>;
}

export interface BrokerOptions {
  port: number;
  authority: Authority;
  place: { readonly region: string };
  registry: Registry;
  authorizer: Authorizer;
  iotLogs: IotLogs;
  clock: Clock;
  store: Store;
  bus: EventBus;
  metrics: MetricStore;
  /** `arn:aws:iot:REGION:ACCOUNT` */
  arnPrefix: string;
  rates: RateFactor;
  /** Somebody who will speak HTTP has connected at the broker's port. */
  asked: (socket: TLSSocket) => void;
  /** Of AWS credentials, by which MQTT over WebSocket is signed. */
  signers: Signers;
  /** Called with each message of a device, after its subscribers got it. */
  published(message: Message, origin: Origin): void;
  retained: RetainedMessages;
  lifecycle: LifecycleEvents;
  presence: Pick<Presence, 'connected' | 'disconnected' | 'replaced'>;
  /** Called with what Device Defender counts. */
  observed: DeviceDefender['observe'];
}

/** Developer guide, "protocols", "Connection duration limits": 24 hours where Signature Version 4 let it in. */
const signedForAtMost = 86_400_000;

/** AWS IoT developer guide, "mqtt", "MQTT 5 properties: CONNACK". */
const [topicAliasMaximum, receiveMaximum] = [8, 100];

/**
 * MQTT with mutual TLS: aedes, with AWS IoT's rules about who may do what.
 * @param load Jest passes the class that it has compiled, because its runtime has no import()
 */
export async function startBroker(options: BrokerOptions, load = loadAedes): Promise<Broker> {
  const { store, clock } = options;
  const throttle = createThrottle(options.rates, options);
  const underWay = createMessagesUnderWay(store);
  const { Aedes } = await load();
  /** Those that were let in: nobody else may do anything. */
  const connections = new WeakMap<Client, Connection>();
  const intakes = new WeakMap<Client, PacketIntake>();
  const byName = new Map<string, Client>();
  /** Connections without a certificate. */
  const signers = new WeakMap<object, Signed>();
  const peer = (client: Client) => peerOf(client.conn, signers.get(client.conn), options.registry);
  const disconnects = createDisconnects();
  /** Those that may do something: some of them are not there yet, or give way to another of their name. */
  const letIn = new Set<Client>();
  const lets = (client: Client) => {
    const older = byName.get(client.id);
    if (older !== undefined) disconnects.note(older, 'DUPLICATE_CLIENTID');
    if (client.conn.destroyed) return undefined;
    letIn.add(client);
    client.conn.once('close', () => letIn.delete(client));
    // [MQTT-3.1.4-3], 3.1.2.11.2: the older connection is closed, and its session ends then
    return older?.version === 5 && older.sessionExpiryInterval === 0 ? sessions.end(client.id) : undefined;
  };
  const connectionOf = (client: Client) => connections.get(client);
  const permissions = createPermissions({ ...options, connectionOf });
  const shared = createSharedSubscriptions(() => broker, Math.random);
  const kept = {
    retained: options.retained,
    clock,
    isGranted: (clientId: string, { topic, qos }: { topic: string; qos: number }) => {
      const client = byName.get(clientId);
      const connection = client && connections.get(client);
      return qos <= maxQos && connection?.subscriptions.has(asClientSays(topic)) === true;
    },
    isPaced: (client: object) => deliveries.resumes(client),
  };
  const sessions = store.lasting ? new KeptSessions(store, kept) : new Sessions(kept);
  const tooSlow = (client: Client) => {
    if (client.closed) return;
    disconnects.note(client, 'THROTTLED');
    permissions.tellSlow(client);
    client.close();
  };
  const deliveries = createDeliveries({ clock, sessions, mayReceive: permissions.mayReceive, tooSlow });
  const broker = await Aedes.createBroker({
    maxClientsIdLength: maxClientIdLength,
    maximumPacketSize: maxPacketBytes,
    topicAliasMaximum,
    receiveMaximum,
    sessionExpiryIntervalLimit: sessionExpiryAtMost,
    persistence: sessions,
    ...hooks(options, {
      permissions,
      throttle,
      connections,
      disconnects,
      underWay,
      shared,
      sessions,
      deliveries,
      peerOf: peer,
      lets,
    }),
  });

  const isTakenOver = (client: Client) => disconnects.reasonOf(client) === 'DUPLICATE_CLIENTID';
  const sessionExpiry = expireSessions(broker, { clock, store, sessions, isTakenOver });

  // By the time that it is ready a session's queue has been sent, and what acknowledges it would have had to wait.
  broker.on('connackSent', (_connack, client) => intakes.get(client)?.takeAcknowledgements());
  tellOfClients(broker, options, { connections, byName, disconnects, permissions, shared });
  broker.on('clientReady', (client) => {
    // aedes says it of one that has been ended meanwhile, too: what it has sent is not handed on
    if (client.closed) return;
    intakes.get(client)?.open();
    void deliveries.resume(client);
  });
  broker.on('clientDisconnect', deliveries.left);

  const publish = ({ topic, qos, retain, origin, ...message }: UnderWay, published: () => void = () => undefined) => {
    const payload = Buffer.from(message.payload);
    if (store.lasting && qos > 0) underWay.set(payload, { ...message, topic, payload, qos, retain, origin });
    const properties = propertiesOf(message.headers, message.messageExpiry);
    const packet = { cmd: 'publish', topic, payload, qos, retain, dup: false } as const;
    broker.publish(properties === undefined ? packet : { ...packet, properties }, published);
  };
  const isKnown = (client: Client) => typeof peer(client) !== 'string';
  const known = { permissions, disconnects, shared, deliveries, isKnown, connectionOf };
  const connected = (socket: Duplex) => {
    const client = broker.handle(socket);
    const ofConnection = throttle.ofConnection(() => client.id ?? 'a client');
    readSlowly(socket, { delayAfter: ofConnection.delayAfter, clock });
    waitForNobody(client, () => tooSlow(client));
    intakes.set(client, takeIn(client, admissionOf(client, ofConnection, known)));
    return client;
  };
  const end = (client: Client) => {
    disconnects.note(client, 'SERVER_INITIATED_DISCONNECT');
    client.disconnect({ reasonCode: reasonCodes.administrativeAction });
  };
  const upgrade = createMqttOverWebSocket({
    region: options.place.region,
    signers: options.signers,
    refused: (reason) => permissions.refuseConnection({ reason, unknownClient: true }),
    connected(stream, by) {
      signers.set(stream, by);
      const client = connected(stream);
      stream.once(
        'close',
        clock.after(signedForAtMost, () => end(client)),
      );
    },
  });
  const isOf = (client: Client, principalId: string) => {
    const connection = connections.get(client);
    return connection !== undefined && principalIdOf(connection.principal) === principalId;
  };
  let listener: MqttListener | undefined;

  return {
    get port() {
      return listener?.port ?? 0;
    },
    async listen() {
      sessionExpiry.resume();
      // one after the other: of many at once aedes hands some on late
      for (const left of underWay.takeLeft()) await new Promise<void>((resolve) => publish(left, resolve));
      const { port, authority, asked } = options;
      listener = await listenForDevices({
        port,
        authority,
        connected,
        asked,
        failed: permissions.refuseConnection,
        clock: clock.real,
      });
    },
    get connections() {
      return broker.connectedClients;
    },
    publish: ({ qos = 1, retain = false, ...message }) => publish({ ...message, qos, retain, origin: undefined }),
    upgrade: (request, socket, head) => void upgrade(request, socket, head),
    answer({ clientId, principalId }, { topic, payload }) {
      const client = byName.get(clientId);
      if (client === undefined || !isOf(client, principalId)) return;
      const message = { topic, payload: Buffer.from(payload), qos: 1, retain: false, dup: false } as const;
      client.publish({ cmd: 'publish', ...message }, () => undefined);
    },
    disconnect(certificateId) {
      const clients = [...letIn].filter((client) => isOf(client, certificateId));
      for (const client of clients) end(client);
      return [...new Set(clients.map(({ id }) => id))];
    },
    close: () =>
      new Promise((resolve) => {
        listener?.close();
        throttle.stop();
        sessionExpiry.stop();
        broker.close(() => resolve());
      }),
  };
}
