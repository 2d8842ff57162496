import { createServer, type TLSSocket } from 'node:tls';
import type { Authority } from '../../certificates/authority';
import type { Clock } from '../../clock';
import { listenLocally } from '../../http/listen-locally';
import { isLocalHost } from '../../http/local-caller';
import { type FailedHandshake, failedHandshake, noCertificate } from './handshake';
import { certificateShown, serverNameOf } from './peer';

/** The names by which a client says in its first message that it will speak HTTP. RFC 7301; developer guide, "protocols". */
const http: ReadonlySet<string> = new Set(['x-amzn-http-ca', 'http/1.1']);

/** How long somebody without a certificate may take to say that it speaks HTTP: ours, AWS has another port for it. */
const saysSoWithin = 10_000;
const firstOfGet = 'G'.charCodeAt(0);

/**
 * Where devices connect, by MQTT or HTTP: TLS that asks for a certificate of the platform's authority. Only who speaks
 * HTTP may have none, since AWS credentials may sign what it asks; who has a wrong one is no better off.
 */
export interface MqttListener {
  readonly port: number;
  /** Takes no more connections, and drops those that there are. */
  close(): void;
}

/** @throws Error EADDRINUSE where the port is taken */
export async function listenForDevices(options: {
  port: number;
  authority: Authority;
  connected(socket: TLSSocket): void;
  /** Somebody who will speak HTTP has connected. */
  asked(socket: TLSSocket): void;
  failed(handshake: FailedHandshake): void;
  /** 12,000 unless given: `npm run fleet` connects up to 10,000 devices. AWS IoT allows 500,000. */
  connectionsAtMost?: number;
  /** Time for the TLS handshake; 30,000 unless given, which is as long as aedes waits for CONNECT. */
  handshakeMs?: number;
  clock: Pick<Clock['real'], 'after'>;
}): Promise<MqttListener> {
  const { authority, port, failed, asked, connectionsAtMost = 12_000, handshakeMs = 30_000 } = options;
  const server = createServer(
    {
      key: authority.server.keyPem,
      cert: authority.server.certificatePem,
      ca: authority.certificatePem,
      requestCert: true,
      rejectUnauthorized: false,
      noDelay: true,
      handshakeTimeout: handshakeMs,
      // as on AWS IoT's port 443; on 8883 a device SDK may ask for either of the first two
      ALPNProtocols: ['x-amzn-mqtt-ca', 'mqtt', ...http],
    },
    (socket) => {
      const refuse = (why: FailedHandshake) => {
        failed(why);
        socket.destroy();
      };
      socket.on('error', () => socket.destroy());
      // developer guide, "transport-security": SNI is optional at the default endpoint, but a wrong name fails
      const name = serverNameOf(socket);
      if (name !== undefined && !isLocalHost(name)) return refuse(wrongName(name));
      const isKnown = socket.authorized;
      if (!isKnown && certificateShown(socket) !== undefined) return refuse(failedHandshake(untrusted, socket));
      if (http.has(socket.alpnProtocol || '')) return asked(socket);
      if (isKnown) return options.connected(socket);
      if (socket.alpnProtocol) return refuse(noCertificate);
      return speaksFirst(socket, options.clock, (byte) =>
        byte === firstOfGet ? asked(socket) : refuse(noCertificate),
      );
    },
  );
  server.maxConnections = connectionsAtMost;
  server.on('drop', () => failed(tooMany(connectionsAtMost)));
  const sockets = new Set<{ destroy(): void }>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', (error, socket) => {
    failed(failedHandshake(error, socket));
    // Node.js leaves a socket open whose handshake has timed out
    socket.destroy();
  });
  return {
    port: await listenLocally(server, port),
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

const wrongName = (name: string): FailedHandshake => ({
  reason: `invalid server name "${name}" in TLS (SNI): connect to localhost`,
  unknownClient: false,
});

const tooMany = (connections: number): FailedHandshake => ({
  reason: `${connections} connections are open already`,
  unknownClient: false,
});

/** Its certificate is looked at when TLS is done; why, Node has left on the socket. */
const untrusted = new Error('the certificate is not trusted');

/** Calls once with the first byte that comes, which is still to be read; undefined where none comes in time. */
function speaksFirst(
  socket: TLSSocket,
  clock: Pick<Clock['real'], 'after'>,
  heard: (byte: number | undefined) => void,
): void {
  const cancel = clock.after(saysSoWithin, () => heard(undefined));
  socket.once('close', cancel);
  socket.once('readable', () => {
    cancel();
    socket.off('close', cancel);
    const first: unknown = socket.read();
    if (!Buffer.isBuffer(first)) return heard(undefined);
    socket.unshift(first);
    heard(first[0]);
  });
}
