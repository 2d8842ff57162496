import type { TLSSocket } from 'node:tls';
import type { AedesOptions, AuthenticateError, Client, PublishPacket } from 'aedes';
import type { Authorizer } from '../authorize';
import type { Authority } from '../certificates/authority';
import type { Clock } from '../clock';
import type { EventBus } from '../events';
import type { MetricStore } from '../metrics';
import type { Store } from '../store';
import type { Connection } from './connection';
import type { DeviceDefender } from './device-defender';
import { createDisconnects, type Disconnects, logDisconnect } from './disconnects';
import type { IotLogs } from './iot-logs';
import { listenForDevices, type MqttListener } from './mqtt-listener';
import { type PacketIntake, takeIn } from './packet-intake';
import { certificateOf, sourceOf } from './peer';
import { createPermissions, maxPacketBytes, type Permissions } from './permissions';
import type { Presence } from './presence';
import { maxClientIdLength } from './quotas';
import type { Registry } from './registry';
import { KeptSessions } from './sessions';
import { createMessagesUnderWay, type MessagesUnderWay, type UnderWay } from './under-way';

export interface Message {
  topic: string;
  payload: Uint8Array;
}

/** Who published a message, where it was a device. */
export interface Origin {
  clientId: string;
  certificateId: string;
}

/** The one port through which the platform knows the broker, so that another library can take its place. */
export interface Broker {
  /** 0 until it listens. */
  readonly port: number;
  /** Hands on what a platform before this one has left, then lets devices in. @throws Error EADDRINUSE */
  listen(): Promise<void>;
  /** Hands a message of a service to its subscribers. */
  publish(message: Message & { qos?: 0 | 1 }): void;
  /**
   * Hands a message to one connection alone, where it is still there and may receive it. AWS IoT asks for no
   * subscription (aws-iot-fleet-provisioning, issue 6), and promises nothing without one.
   */
  answer(to: Origin, message: Message): void;
  /** Ends the connections of a certificate. @returns the names of the clients */
  disconnect(certificateId: string): string[];
  readonly connections: number;
  close(): Promise<void>;
}

export interface BrokerOptions {
  port: number;
  authority: Authority;
  registry: Registry;
  authorizer: Authorizer;
  iotLogs: IotLogs;
  clock: Clock;
  store: Store;
  bus: EventBus;
  metrics: MetricStore;
  /** `arn:aws:iot:REGION:ACCOUNT` */
  arnPrefix: string;
  /** Called with each message of a device, after its subscribers got it. */
  published(message: Message, origin: Origin): void;
  presence: Pick<Presence, 'connected' | 'disconnected' | 'replaced'>;
  /** Called with what Device Defender counts. */
  observed: DeviceDefender['observe'];
}

const notAuthorized = 5;
/** MQTT 5, 3.14.2.1. AWS IoT's own code for too many filters is not written anywhere that we know. */
const quotaExceeded = 0x97;

function refusal(message: string): AuthenticateError {
  return Object.assign(new Error(message), { returnCode: notAuthorized });
}

const originOf = (connection: Connection | undefined): Origin | undefined =>
  connection && { clientId: connection.clientId, certificateId: connection.certificateId };

/** Who may do what: the questions that aedes asks. */
function hooks(
  { registry, published, observed, store }: BrokerOptions,
  {
    permissions,
    connections,
    disconnects,
    underWay,
    takesOver,
  }: {
    permissions: Permissions;
    connections: WeakMap<Client, Connection>;
    disconnects: Disconnects;
    underWay: MessagesUnderWay;
    takesOver(name: string): void;
  },
): AedesOptions {
  /** aedes acknowledges what may be published at once: by then it has to be safe. */
  const keep = (client: Client, packet: PublishPacket) => {
    const { topic, retain } = packet;
    const payload = Buffer.from(packet.payload);
    packet.payload = payload;
    underWay.set(payload, { topic, payload, qos: 1, retain, origin: originOf(connections.get(client)) });
    return store.written();
  };
  return {
    preConnect(client, _packet, done) {
      const certificate = certificateOf(client, registry);
      if (typeof certificate !== 'string') return done(null, true);
      permissions.refuseConnection(certificate);
      return done(new Error(certificate), false);
    },
    authenticate(client, _username, _password, done) {
      const certificate = certificateOf(client, registry);
      if (typeof certificate === 'string') return done(refusal(certificate), false);
      const { id: certificateId } = certificate;
      const connection = {
        certificateId,
        clientId: client.id,
        things: registry.thingsOf(certificateId),
        thing: registry.thing(client.id),
        source: sourceOf(client),
      };
      observed(client.id, 'aws:num-connection-attempts', 1);
      if (!permissions.mayConnect(connection)) return done(refusal(`${client.id} may not connect`), false);
      connections.set(client, connection);
      takesOver(client.id);
      return done(null, true);
    },
    authorizePublish(client, packet, done) {
      if (client === null) return done(null);
      const refused = permissions.publishRefusal(client, packet);
      observed(client.id, 'aws:message-byte-size', Buffer.byteLength(packet.payload));
      if (refused === undefined) {
        observed(client.id, 'aws:num-messages-sent', 1);
        if (packet.qos === 0 || !store.lasting) return done(null);
        return void keep(client, packet).then(() => done(null), done);
      }
      // AWS IoT ends the connection; an MQTT 5 client gets the reason code 0x87 and stays
      if (client.version !== 5) {
        disconnects.note(client, 'AUTH_ERROR');
        client.close();
      }
      return done(refused);
    },
    authorizeSubscribe(client, subscription, done) {
      done(null, permissions.maySubscribe(client, subscription) ? subscription : null);
    },
    authorizeForward: (client, packet) => (permissions.mayReceive(client, packet.topic) ? packet : null),
    published(packet, client, done) {
      const { payload } = packet;
      const left = typeof payload === 'string' ? undefined : underWay.of(payload);
      const origin = client === null ? left?.origin : originOf(connections.get(client));
      done(null);
      if (origin !== undefined && !packet.topic.startsWith('$SYS/'))
        published({ topic: packet.topic, payload: Buffer.from(payload) }, origin);
      // in one batch with all that has become of it
      if (typeof payload !== 'string') underWay.arrived(payload);
    },
  };
}

/** MQTT with mutual TLS: aedes, with AWS IoT's rules about who may do what. */
export async function startBroker(options: BrokerOptions): Promise<Broker> {
  const { bus, store, iotLogs } = options;
  const underWay = createMessagesUnderWay(store);
  const { Aedes } = await import('aedes');
  /** Those that were let in: nobody else may do anything. */
  const connections = new WeakMap<Client, Connection>();
  const intakes = new WeakMap<Client, PacketIntake>();
  const byName = new Map<string, Client>();
  const disconnects = createDisconnects();
  const takesOver = (name: string) => {
    const older = byName.get(name);
    if (older !== undefined) disconnects.note(older, 'DUPLICATE_CLIENTID');
  };
  const permissions = createPermissions({ ...options, connectionOf: (client) => connections.get(client) });
  const broker = await Aedes.createBroker({
    maxClientsIdLength: maxClientIdLength,
    maximumPacketSize: maxPacketBytes,
    ...(store.lasting ? { persistence: new KeptSessions(store) } : {}),
    ...hooks(options, { permissions, connections, disconnects, underWay, takesOver }),
  });

  broker.on('clientReady', (client) => {
    byName.set(client.id, client);
    permissions.count('connect_success');
    const protocol = `mTLS, MQTT ${client.version === 5 ? '5' : '3.1.1'}`;
    options.presence.connected(client.id, connections.get(client)?.certificateId ?? '');
    bus.tell({ kind: 'connected', clientId: client.id, protocol });
    intakes.get(client)?.open();
  });
  broker.on('clientDisconnect', (client) => {
    const reason = disconnects.reasonOf(client);
    if (reason === 'DUPLICATE_CLIENTID') options.presence.replaced(client.id);
    // a take-over: another has the name already
    if (byName.get(client.id) === client) {
      byName.delete(client.id);
      options.presence.disconnected(client.id, reason);
    }
    options.observed(client.id, 'aws:num-disconnects', 1);
    bus.tell({ kind: 'disconnected', clientId: client.id });
    const connection = connections.get(client);
    if (connection !== undefined) logDisconnect(iotLogs, connection, reason);
  });
  broker.on('keepaliveTimeout', (client) => disconnects.note(client, 'MQTT_KEEP_ALIVE_TIMEOUT'));

  const tellTooLarge = (client: Client, error: Error) => {
    if (!('maximumPacketSize' in error)) return;
    disconnects.note(client, 'CLIENT_ERROR');
    permissions.refusePacket(client);
  };
  broker.on('clientError', tellTooLarge);
  broker.on('connectionError', tellTooLarge);

  const publish = ({ topic, qos, retain, origin, ...message }: UnderWay) => {
    const payload = Buffer.from(message.payload);
    if (store.lasting && qos > 0) underWay.set(payload, { topic, payload, qos, retain, origin });
    broker.publish({ cmd: 'publish', topic, payload, qos, retain, dup: false }, () => undefined);
  };
  const connected = (socket: TLSSocket) => {
    const client = broker.handle(socket);
    const intake = takeIn(client, (packet) => {
      const admitted = permissions.mayAskFor(client, packet);
      if (!admitted) {
        disconnects.note(client, 'CLIENT_ERROR');
        client.disconnect({ reasonCode: quotaExceeded });
      }
      return admitted;
    });
    intakes.set(client, intake);
  };
  let listener: MqttListener | undefined;

  return {
    get port() {
      return listener?.port ?? 0;
    },
    async listen() {
      for (const left of underWay.takeLeft()) publish(left);
      const { port, authority } = options;
      listener = await listenForDevices({ port, authority, connected, refused: permissions.refuseConnection });
    },
    get connections() {
      return broker.connectedClients;
    },
    publish: ({ topic, payload, qos = 1 }) => publish({ topic, payload, qos, retain: false, origin: undefined }),
    answer({ clientId, certificateId }, { topic, payload }) {
      const client = byName.get(clientId);
      if (client === undefined || connections.get(client)?.certificateId !== certificateId) return;
      const message = { topic, payload: Buffer.from(payload), qos: 1, retain: false, dup: false } as const;
      client.publish({ cmd: 'publish', ...message }, () => undefined);
    },
    disconnect(certificateId) {
      const clients = [...byName.values()].filter((client) => connections.get(client)?.certificateId === certificateId);
      for (const client of clients) {
        disconnects.note(client, 'SERVER_INITIATED_DISCONNECT');
        client.close();
      }
      return clients.map(({ id }) => id);
    },
    close: () =>
      new Promise((resolve) => {
        listener?.close();
        broker.close(() => resolve());
      }),
  };
}
