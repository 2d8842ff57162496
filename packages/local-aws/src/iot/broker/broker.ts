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
import type { CustomAuthentication } from '../custom-auth/custom-authentication';
import type { DeviceDefender } from '../device-defender';
import { createInFlightMessages, type InFlightMessage } from '../in-flight-messages';
import type { IotLogs } from '../iot-logs';
import type { Delivery, Message, Origin } from '../iot-message';
import type { Presence } from '../presence';
import { maxClientIdLength, maxQos } from '../quotas';
import { type ConnectionThrottle, createThrottle, type RateFactor } from '../rates/throttle';
import { domainConfigurationsOf } from '../registry/domain-configurations';
import type { Registry } from '../registry/thing-registry';
import { createAdmission } from './admission';
import { discardWill, loadAedes } from './aedes-internals';
import { reportClientEvents } from './client-events';
import { type Connection, principalIdOf } from './connection';
import { createCustomConnections, type UnauthenticatedClient } from './custom-connections';
import { createDeliveries } from './deliveries';
import { createDisconnects } from './disconnects';
import { clientFilterOf } from './filter-aliases';
import { hooks } from './hooks';
import type { LifecycleEvents } from './lifecycle-events';
import { listenForDevices, type MqttListener } from './mqtt-listener';
import { propertiesOf } from './mqtt5-headers';
import { interceptIntake, type PacketIntake } from './packet-intake';
import { isRegistered, peerOf, type SignedPeer, sourceOf } from './peer';
import { createPermissions, maxPacketBytes } from './permissions';
import { reasonCodes } from './reason-codes';
import type { RetainedMessages } from './retained-messages';
import { expireSessions, maxSessionExpirySeconds } from './session-expiry';
import { PersistentSessions, Sessions } from './sessions';
import { createSharedSubscriptions } from './shared-subscriptions';
import { skipDrainWait } from './skip-drain-wait';
import { throttleReads } from './throttle-reads';
import { createMqttOverWebSocket } from './web-socket';

/** Usage of a connection's quotas. Rates are undefined if rate limits are not enforced. */
export interface ConnectionUsage {
  readonly subscriptions: number;
  /** Number of messages of QoS 1 that the client has not acknowledged. */
  readonly inFlight: number;
  /** Messages that the client has published in the last second. */
  readonly publishes: number | undefined;
  /** Received bytes that count toward the rate limit. */
  readonly bytes: number | undefined;
}

/** The platform's MQTT broker. The interface hides the MQTT library, so that the library can be replaced. */
export interface Broker {
  /** TCP port of the broker, or 0 until the broker listens. */
  readonly port: number;
  /**
   * Delivers the messages that the previous run left in flight, then accepts devices. Throws an Error EADDRINUSE
   * if the port is in use.
   */
  listen(): Promise<void>;
  /** Publishes a message on behalf of a service to the topic's subscribers. */
  publish(message: Message & Delivery): void;
  /**
   * Sends a message to a single connection, if the connection is still open and may receive the message. As in AWS IoT,
   * no subscription is required (aws-iot-fleet-provisioning, issue 6),
   * although AWS does not guarantee delivery without a subscription.
   */
  answer(to: Origin, message: Message): void;
  /** Handles an HTTP upgrade request for MQTT over WebSocket. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Closes a certificate's connections and returns their client IDs. */
  disconnect(certificateId: string): string[];
  /**
   * Closes a client's connection. Returns false if the client is not connected.
   * @param options whether to delete the client's session and whether to discard its last will
   */
  disconnectClient(clientId: string, options: { cleanSession: boolean; preventWill: boolean }): boolean;
  readonly connections: number;
  /** Multiplier for the rate limits. */
  readonly rates: RateFactor;
  /** Returns what a client's connection uses of its quotas; undefined if the client is not connected. */
  usageOf(clientId: string): ConnectionUsage | undefined;
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
  /** Prefix of ARNs: `arn:aws:iot:REGION:ACCOUNT`. */
  arnPrefix: string;
  rates: RateFactor;
  /** Registers a device that connects for the first time. Returns whether its connection must be rejected. */
  registerJustInTime(certificate: Buffer): boolean;
  /** Called when an HTTP client has connected to the broker's port. */
  httpConnected: (socket: TLSSocket) => void;
  /** Authentication of devices without a certificate. */
  customAuthentication: Pick<CustomAuthentication, 'authenticate' | 'isAvailable'>;
  /** Credentials that are accepted in signatures of WebSocket connections. */
  signers: Signers;
  /** Called with each message from a device, after its delivery to subscribers. */
  published(message: Message & Delivery, origin: Origin): void;
  retained: RetainedMessages;
  lifecycle: LifecycleEvents;
  presence: Pick<Presence, 'connected' | 'disconnected' | 'replaced'>;
  /** Called with each metric value for Device Defender. */
  observed: DeviceDefender['observe'];
}

/**
 * Maximum duration of a connection signed with Signature Version 4: 24 hours. Source: developer guide, "protocols",
 * "Connection duration limits".
 */
const signedConnectionMs = 86_400_000;

/**
 * Limits that AWS IoT announces in the CONNACK. Source: AWS IoT developer guide, "mqtt", "MQTT 5 properties: CONNACK".
 */
const [topicAliasMaximum, receiveMaximum] = [8, 100];

/**
 * Starts the MQTT broker, which runs aedes behind mutual TLS with AWS IoT's limits and policies.
 * @param load loads aedes; tests pass a function that returns a compiled copy, because Jest does not support import()
 */
export async function startBroker(options: BrokerOptions, load = loadAedes): Promise<Broker> {
  const { store, clock } = options;
  const throttle = createThrottle(options.rates, options);
  const inFlight = createInFlightMessages(store);
  const { Aedes } = await load();
  /** Connections of admitted clients. All actions of other clients are denied. */
  const connections = new WeakMap<Client, Connection>();
  const intakes = new WeakMap<Client, PacketIntake>();
  const throttles = new WeakMap<Client, ConnectionThrottle>();
  const byName = new Map<string, Client>();
  /** Signatures of connections that use AWS credentials instead of a certificate. */
  const signers = new WeakMap<object, SignedPeer>();
  const disconnects = createDisconnects();
  /** Admitted clients, including those whose connection is not established yet or is being replaced. */
  const admitted = new Set<Client>();
  const admit = (client: Client) => {
    const older = byName.get(client.id);
    if (older !== undefined) disconnects.note(older, 'DUPLICATE_CLIENTID');
    if (client.conn.destroyed) return undefined;
    admitted.add(client);
    client.conn.once('close', () => admitted.delete(client));
    // The older connection is closed. Its session also ends if the session expires with the connection ([MQTT-3.1.4-3],
    // 3.1.2.11.2).
    return older?.version === 5 && older.sessionExpiryInterval === 0 ? sessions.end(client.id) : undefined;
  };
  const connectionOf = (client: Client) => connections.get(client);
  const permissions = createPermissions({ ...options, connectionOf });
  const custom = createCustomConnections({
    authentication: options.customAuthentication,
    clock,
    permissions,
    expired: (client) => end(client),
    revoked(client) {
      disconnects.note(client, 'AUTH_ERROR');
      client.disconnect({ reasonCode: reasonCodes.notAuthorized });
    },
  });
  const peer = (client: Client) =>
    custom.peerOf(client.conn) ?? peerOf(client.conn, signers.get(client.conn), options.registry);
  const shared = createSharedSubscriptions(() => broker, Math.random);
  const sessionOptions = {
    retained: options.retained,
    clock,
    isGranted: (clientId: string, { topic, qos }: { topic: string; qos: number }) => {
      const client = byName.get(clientId);
      const connection = client && connections.get(client);
      return qos <= maxQos && connection?.subscriptions.has(clientFilterOf(topic)) === true;
    },
    isPaced: (client: object) => deliveries.resumes(client),
  };
  const sessions = store.lasting ? new PersistentSessions(store, sessionOptions) : new Sessions(sessionOptions);
  const tooSlow = (client: Client) => {
    if (client.closed) return;
    disconnects.note(client, 'THROTTLED');
    permissions.reportSlowClient(client);
    client.close();
  };
  const deliveries = createDeliveries({ clock, sessions, mayReceive: permissions.mayReceive, tooSlow });
  const broker = await Aedes.createBroker({
    maxClientsIdLength: maxClientIdLength,
    maximumPacketSize: maxPacketBytes,
    topicAliasMaximum,
    receiveMaximum,
    sessionExpiryIntervalLimit: maxSessionExpirySeconds,
    persistence: sessions,
    ...hooks(options, {
      permissions,
      throttle,
      connections,
      disconnects,
      inFlight,
      shared,
      sessions,
      deliveries,
      peerOf: peer,
      admit,
    }),
  });

  const isTakenOver = (client: Client) => disconnects.reasonOf(client) === 'DUPLICATE_CLIENTID';
  /** Clients whose session ends with their connection, regardless of the session expiry that they requested. */
  const sessionEnds = new WeakSet<Client>();
  const endsWithConnection = (client: Client) => sessionEnds.has(client);
  const sessionExpiry = expireSessions(broker, { clock, store, sessions, isTakenOver, endsWithConnection });

  // The event clientReady would be too late, because aedes emits it only after it has sent the queued messages, and
  // their acknowledgements would have to wait until then.
  broker.on('connackSent', (_connack, client) => intakes.get(client)?.takeAcknowledgements());
  reportClientEvents(broker, options, { connections, byName, disconnects, permissions, shared });
  broker.on('clientReady', (client) => {
    // aedes also emits this event for closed clients, whose packets must not be processed.
    if (client.closed) return;
    intakes.get(client)?.open();
    void deliveries.resume(client);
  });
  broker.on('clientDisconnect', deliveries.disconnected);

  const publish = (
    { topic, qos, retain, origin, ...message }: InFlightMessage,
    published: () => void = () => undefined,
  ) => {
    const payload = Buffer.from(message.payload);
    if (store.lasting && qos > 0) inFlight.set(payload, { ...message, topic, payload, qos, retain, origin });
    const properties = propertiesOf(message.headers, message.messageExpiry);
    const packet = { cmd: 'publish', topic, payload, qos, retain, dup: false } as const;
    broker.publish(properties === undefined ? packet : { ...packet, properties }, published);
  };
  const isKnown = (client: Client) => typeof peer(client) !== 'string';
  const { authenticate } = custom;
  const admissionState = { permissions, disconnects, shared, deliveries, authenticate, isKnown, connectionOf };
  const connected = (socket: Duplex) => {
    const client = broker.handle(socket);
    const connectionThrottle = throttle.ofConnection(() => client.id ?? 'a client');
    throttles.set(client, connectionThrottle);
    throttleReads(socket, { delayAfter: connectionThrottle.delayAfter, clock });
    skipDrainWait(client, () => tooSlow(client));
    intakes.set(client, interceptIntake(client, createAdmission(client, connectionThrottle, admissionState)));
    return client;
  };
  const connectedUnknown = (stream: Duplex, unknown: UnauthenticatedClient) => {
    custom.add(stream, unknown);
    connected(stream);
  };
  const end = (client: Client) => {
    disconnects.note(client, 'SERVER_INITIATED_DISCONNECT');
    client.disconnect({ reasonCode: reasonCodes.administrativeAction });
  };
  const upgrade = createMqttOverWebSocket({
    region: options.place.region,
    signers: options.signers,
    rejected: (reason) => permissions.reportHandshakeFailure({ reason, unknownClient: true }),
    acceptsUnsigned: options.customAuthentication.isAvailable,
    connectedUnsigned: connectedUnknown,
    connected(stream, signer) {
      signers.set(stream, signer);
      const client = connected(stream);
      stream.once(
        'close',
        clock.after(signedConnectionMs, () => end(client)),
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
      // Publish messages one at a time, because aedes delays some messages if many are published simultaneously.
      for (const message of inFlight.takeLeftover()) await new Promise<void>((resolve) => publish(message, resolve));
      const { port, authority, httpConnected } = options;
      listener = await listenForDevices({
        port,
        authority,
        connected,
        connectedWithoutCertificate: (socket) => connectedUnknown(socket, { source: sourceOf(socket) }),
        httpConnected,
        domainAt: domainConfigurationsOf(options).at,
        registerJustInTime: options.registerJustInTime,
        isRegistered: (certificate) => isRegistered(certificate, options.registry, clock.real.now()),
        failed: permissions.reportHandshakeFailure,
        clock: clock.real,
      });
    },
    get connections() {
      return broker.connectedClients;
    },
    rates: options.rates,
    usageOf(clientId) {
      const client = byName.get(clientId);
      const connection = client && connections.get(client);
      if (client === undefined || connection === undefined) return undefined;
      const { publishes, bytes } = throttles.get(client)?.used() ?? {};
      return {
        subscriptions: connection.subscriptions.size,
        inFlight: deliveries.inFlight(client),
        publishes,
        bytes,
      };
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
      const clients = [...admitted].filter((client) => isOf(client, certificateId));
      for (const client of clients) end(client);
      return [...new Set(clients.map(({ id }) => id))];
    },
    disconnectClient(clientId, { cleanSession, preventWill }) {
      // A client can call this operation as soon as it receives its CONNACK, when `byName` does not contain it yet.
      const clients = [...admitted].filter(({ id, closed }) => id === clientId && !closed);
      for (const client of clients) {
        if (cleanSession) sessionEnds.add(client);
        if (preventWill) discardWill(client);
        disconnects.note(client, 'API_INITIATED_DISCONNECT');
        client.disconnect({ reasonCode: reasonCodes.administrativeAction });
      }
      return clients.length > 0;
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
