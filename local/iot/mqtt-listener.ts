import { createServer, type TLSSocket } from 'node:tls';
import type { Authority } from '../certificates/authority';
import { type FailedHandshake, failedHandshake } from './handshake';

/** The names by which a client says in its first message that it will speak HTTP. RFC 7301; developer guide, "protocols". */
const http: ReadonlySet<string> = new Set(['x-amzn-http-ca', 'http/1.1']);

/** Where devices connect, by MQTT or HTTP: TLS that asks for a certificate of the platform's authority. */
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
}): Promise<MqttListener> {
  const { authority, port } = options;
  const server = createServer(
    {
      key: authority.server.keyPem,
      cert: authority.server.certificatePem,
      ca: authority.certificatePem,
      requestCert: true,
      rejectUnauthorized: true,
      noDelay: true,
      // as on AWS IoT's port 443; on 8883 a device SDK may ask for either of the first two
      ALPNProtocols: ['x-amzn-mqtt-ca', 'mqtt', ...http],
    },
    (socket) => (http.has(socket.alpnProtocol || '') ? options.asked(socket) : options.connected(socket)),
  );
  const sockets = new Set<{ destroy(): void }>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', (error, socket) => options.failed(failedHandshake(error, socket)));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1' }, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
