import { createHash } from 'node:crypto';
import { createServer, type TLSSocket } from 'node:tls';
import type { AuthenticateError, Client, Subscription } from 'aedes';
import { parseTopic, parseTopicFilter } from '../../lib/iot';
import type { Authorizer, Principal } from '../authorize';
import type { Authority } from '../certificates/authority';
import type { Clock } from '../clock';
import type { EventBus } from '../events';
import type { MetricStore } from '../metrics';
import { type Connection, iotContextOf } from './connection';
import type { Registry } from './registry';

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
  readonly port: number;
  /** Hands a message of a service to its subscribers. */
  publish(message: Message & { qos?: 0 | 1 }): void;
  readonly connections: number;
  close(): Promise<void>;
}

export interface BrokerOptions {
  port: number;
  authority: Authority;
  registry: Registry;
  authorizer: Authorizer;
  clock: Clock;
  bus: EventBus;
  metrics: MetricStore;
  /** `arn:aws:iot:REGION:ACCOUNT` */
  arnPrefix: string;
  /** Called with each message of a device, after its subscribers got it. */
  published(message: Message, origin: Origin): void;
}

/** AWS IoT Core, quotas "Message broker and protocol limits". */
const maxPayloadBytes = 128 * 1024;
const maxClientIdLength = 128;
const maxQos = 1;

const notAuthorized = 5;

function refusal(message: string): AuthenticateError {
  return Object.assign(new Error(message), { returnCode: notAuthorized });
}

const isTls = (stream: object): stream is TLSSocket => 'getPeerCertificate' in stream;

function certificateIdOf(client: Client): string | undefined {
  if (!isTls(client.conn)) return undefined;
  const { raw } = client.conn.getPeerCertificate();
  return raw === undefined ? undefined : createHash('sha256').update(raw).digest('hex');
}

/** MQTT with mutual TLS: aedes, with AWS IoT's rules about who may do what. */
export async function startBroker(options: BrokerOptions): Promise<Broker> {
  const { authorizer, registry, bus, arnPrefix } = options;
  const { Aedes } = await import('aedes');
  const connections = new WeakMap<Client, Connection>();

  const count = (metric: string) =>
    options.metrics.record({
      metric: `aws.iot.${metric}`,
      tags: { protocol: 'mqtt' },
      value: 1,
      at: options.clock.now(),
    });

  const may = (client: Client, action: string, resource: string): boolean => {
    const connection = connections.get(client);
    if (connection === undefined) return false;
    const principal: Principal = {
      kind: 'certificate',
      certificateId: connection.certificateId,
      context: iotContextOf(connection),
    };
    const decision = authorizer.authorize({ principal, action, resource: `${arnPrefix}:${resource}` });
    if (!decision.allowed) bus.tell({ kind: 'refused', who: client.id, action, resource, reason: decision.reason });
    return decision.allowed;
  };

  const malformed = (packet: { topic: string; qos: number; payload: string | Buffer }): string | undefined => {
    if (packet.qos > maxQos) return 'AWS IoT does not support QoS 2';
    if (Buffer.byteLength(packet.payload) > maxPayloadBytes) return `a message has at most ${maxPayloadBytes} bytes`;
    try {
      parseTopic(packet.topic);
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };

  const publishRefusal = (client: Client, packet: Parameters<typeof malformed>[0]): Error | undefined => {
    const reason = malformed(packet);
    if (reason !== undefined) {
      bus.tell({ kind: 'refused', who: client.id, action: 'iot:Publish', resource: `topic/${packet.topic}`, reason });
      return new Error(reason);
    }
    if (may(client, 'iot:Publish', `topic/${packet.topic}`)) return undefined;
    count('publish_in_auth_error');
    return new Error(`${client.id} may not publish to ${packet.topic}`);
  };

  const subscriptionIsAllowed = (client: Client, { topic, qos }: Subscription): boolean => {
    // AWS IoT answers nothing at all: developer guide, "mqtt". A client that is told so sees why
    if (qos > maxQos) return false;
    try {
      parseTopicFilter(topic);
    } catch {
      return false;
    }
    const allowed = may(client, 'iot:Subscribe', `topicfilter/${topic}`);
    if (!allowed) count('subscribe_auth_error');
    return allowed;
  };

  const broker = await Aedes.createBroker({
    maxClientsIdLength: maxClientIdLength,
    preConnect(client, _packet, done) {
      const certificateId = certificateIdOf(client);
      const certificate = certificateId === undefined ? undefined : registry.certificate(certificateId);
      if (certificate === undefined || !certificate.active) {
        const reason =
          certificate === undefined ? 'the certificate is not registered' : 'the certificate is not active';
        bus.tell({ kind: 'refused', who: 'a client', action: 'iot:Connect', resource: 'the broker', reason });
        count('connect_auth_error');
        done(new Error(reason), false);
        return;
      }
      connections.set(client, {
        certificateId: certificate.id,
        clientId: '',
        things: registry.thingsOf(certificate.id),
      });
      done(null, true);
    },
    authenticate(client, _username, _password, done) {
      const connection = connections.get(client);
      if (connection === undefined) return done(refusal('the certificate is not registered'), false);
      connection.clientId = client.id;
      if (may(client, 'iot:Connect', `client/${client.id}`)) return done(null, true);
      count('connect_auth_error');
      return done(refusal(`${client.id} may not connect`), false);
    },
    authorizePublish(client, packet, done) {
      if (client === null) return done(null);
      const refused = publishRefusal(client, packet);
      if (refused === undefined) return done(null);
      // AWS IoT ends the connection; an MQTT 5 client gets the reason code 0x87 and stays
      if (client.version !== 5) client.close();
      return done(refused);
    },
    authorizeSubscribe(client, subscription, done) {
      done(null, subscriptionIsAllowed(client, subscription) ? subscription : null);
    },
    authorizeForward(client, packet) {
      return may(client, 'iot:Receive', `topic/${packet.topic}`) ? packet : null;
    },
    published(packet, client, done) {
      const connection = client === null ? undefined : connections.get(client);
      done(null);
      if (connection === undefined || packet.topic.startsWith('$SYS/')) return;
      options.published(
        { topic: packet.topic, payload: Buffer.from(packet.payload) },
        { clientId: connection.clientId, certificateId: connection.certificateId },
      );
    },
  });

  broker.on('clientReady', (client) => {
    count('connect_success');
    bus.tell({
      kind: 'connected',
      clientId: client.id,
      protocol: `mTLS, MQTT ${client.version === 5 ? '5' : '3.1.1'}`,
    });
  });
  broker.on('clientDisconnect', (client) => bus.tell({ kind: 'disconnected', clientId: client.id }));

  const server = createServer(
    {
      key: options.authority.server.keyPem,
      cert: options.authority.server.certificatePem,
      ca: options.authority.certificatePem,
      requestCert: true,
      rejectUnauthorized: true,
      noDelay: true,
      // a device SDK asks for the first on port 443; on 8883 it may ask for either
      ALPNProtocols: ['x-amzn-mqtt-ca', 'mqtt'],
    },
    (socket) => void broker.handle(socket),
  );
  const sockets = new Set<{ destroy(): void }>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', (error) => {
    count('connect_auth_error');
    bus.tell({
      kind: 'refused',
      who: 'a client',
      action: 'iot:Connect',
      resource: 'the broker',
      reason: error.message,
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: options.port, host: '127.0.0.1' }, resolve);
  });
  const address = server.address();

  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    get connections() {
      return broker.connectedClients;
    },
    publish({ topic, payload, qos = 1 }) {
      broker.publish(
        { cmd: 'publish', topic, payload: Buffer.from(payload), qos, retain: false, dup: false },
        () => undefined,
      );
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close();
        broker.close(() => resolve());
      }),
  };
}
