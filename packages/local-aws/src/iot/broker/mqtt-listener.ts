import { createSecureContext, createServer, type SecureContext, type TLSSocket } from 'node:tls';
import type { Authority } from '../../certificates/authority';
import type { Clock } from '../../clock';
import { listenLocally } from '../../http/listen-locally';
import { isLocalHost } from '../../http/local-caller';
import type { DomainConfiguration } from '../registry/domain-configurations';
import { type FailedHandshake, failedHandshake, noCertificate } from './handshake';
import { rawCertificateOf, serverNameOf } from './peer';

/** ALPN protocol names for HTTP. Source: RFC 7301; developer guide, "protocols". */
const httpProtocols: ReadonlySet<string> = new Set(['x-amzn-http-ca', 'http/1.1']);

/** ALPN protocol name for MQTT with custom authentication. Source: developer guide, "custom-auth", "MQTT". */
const customAuthProtocol = 'mqtt';

/**
 * Time within which a client without a certificate must send an HTTP request. AWS has no such limit, because it serves
 * clients without a certificate on another port. After this time, the listener treats a client with a
 * certificate as an MQTT client.
 */
const firstByteTimeoutMs = 10_000;
const firstByteOfGet = 'G'.charCodeAt(0);

/**
 * TLS listener for MQTT and HTTP, which requests a certificate from the platform's certificate authority, or a
 * registered certificate. Two kinds of clients may connect without a certificate: HTTP clients, because they can sign requests
 * with AWS credentials, and MQTT clients that select custom authentication. An invalid certificate is always rejected.
 */
export interface MqttListener {
  readonly port: number;
  /** Stops accepting connections and closes the open connections. */
  close(): void;
}

/** Starts listening for devices. Throws an Error EADDRINUSE if the port is in use. */
export async function listenForDevices(options: {
  port: number;
  authority: Authority;
  connected(socket: TLSSocket): void;
  /** Called when an MQTT client without a certificate has connected, which a custom authorizer can authenticate. */
  connectedWithoutCertificate(socket: TLSSocket): void;
  /** Called when an HTTP client has connected. */
  httpConnected(socket: TLSSocket): void;
  /** Returns whether a certificate from another authority, given as its DER encoding, is registered and valid. */
  isRegistered(certificate: Buffer): boolean;
  /**
   * Registers the certificate just in time if its authority allows this. Returns whether the connection must be
   * rejected, because the certificate is new or its activation is pending.
   */
  registerJustInTime(certificate: Buffer): boolean;
  /** Returns the configured domain with the given name. Local names are accepted without a configuration. */
  domainAt(name: string): Pick<DomainConfiguration, 'domainName' | 'isEnabled'> | undefined;
  failed(handshake: FailedHandshake): void;
  /**
   * Maximum number of connections. The default of 12,000 suffices for `npm run fleet`, which connects up to 10,000
   * devices; AWS IoT allows 500,000.
   */
  maxConnections?: number;
  /** Timeout of the TLS handshake in milliseconds (default: 30,000). aedes waits equally long for a CONNECT. */
  handshakeMs?: number;
  clock: Pick<Clock['real'], 'after'>;
}): Promise<MqttListener> {
  const { authority, port, failed, httpConnected, maxConnections = 12_000, handshakeMs = 30_000 } = options;
  const contexts = new Map<string, Promise<SecureContext>>();
  /** Returns the TLS context of a configured domain, with a certificate of the platform's authority. */
  const contextOf = (domainName: string): Promise<SecureContext> => {
    const issue = async () => {
      const { keyPem: key, certificatePem: cert } = await authority.issueServer(domainName);
      return createSecureContext({ key, cert, ca: authority.certificatePem });
    };
    const context = contexts.get(domainName) ?? issue();
    contexts.set(domainName, context);
    return context;
  };
  const server = createServer(
    {
      key: authority.server.keyPem,
      cert: authority.server.certificatePem,
      ca: authority.certificatePem,
      requestCert: true,
      rejectUnauthorized: false,
      noDelay: true,
      SNICallback: (name, done) => {
        const domain = options.domainAt(name);
        if (domain === undefined) return done(null);
        contextOf(domain.domainName).then((context) => done(null, context), done);
      },
      handshakeTimeout: handshakeMs,
      // AWS IoT supports these protocols on port 443. A device SDK can also request one of the first two protocols on port 8883.
      ALPNProtocols: ['x-amzn-mqtt-ca', customAuthProtocol, ...httpProtocols],
    },
    (socket) => {
      const reject = (failure: FailedHandshake) => {
        failed(failure);
        socket.destroy();
      };
      socket.on('error', () => socket.destroy());
      // SNI is optional at the default endpoint, but a wrong name is rejected (developer guide, "transport-security").
      const name = serverNameOf(socket);
      const domain = name === undefined ? undefined : options.domainAt(name);
      if (name !== undefined && !(domain?.isEnabled ?? isLocalHost(name))) return reject(invalidServerName(name));
      const certificate = socket.authorized ? undefined : rawCertificateOf(socket);
      if (certificate !== undefined && options.registerJustInTime(certificate)) return reject(pendingActivation);
      const isKnown = socket.authorized || (certificate !== undefined && options.isRegistered(certificate));
      if (!isKnown && certificate !== undefined) return reject(failedHandshake(untrusted, socket));
      if (httpProtocols.has(socket.alpnProtocol || '')) return httpConnected(socket);
      if (!isKnown && socket.alpnProtocol === customAuthProtocol) return options.connectedWithoutCertificate(socket);
      if (socket.alpnProtocol) return isKnown ? options.connected(socket) : reject(noCertificate);
      // A device that requests credentials need not select HTTP by ALPN, because AWS has a separate endpoint for credentials.
      return peekFirstByte(socket, options.clock, (byte) => {
        if (byte === firstByteOfGet) return httpConnected(socket);
        return isKnown ? options.connected(socket) : reject(noCertificate);
      });
    },
  );
  server.maxConnections = maxConnections;
  server.on('drop', () => failed(connectionLimitReached(maxConnections)));
  const sockets = new Set<{ destroy(): void }>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', (error, socket) => {
    failed(failedHandshake(error, socket));
    // Node.js itself does not close a socket after a handshake timeout.
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

const invalidServerName = (name: string): FailedHandshake => ({
  reason: `invalid server name "${name}" in TLS (SNI): connect to localhost`,
  unknownClient: false,
});

const pendingActivation: FailedHandshake = {
  reason: 'the certificate has been registered automatically: connect again once it is active',
  unknownClient: true,
};

const connectionLimitReached = (connections: number): FailedHandshake => ({
  reason: `the maximum number of connections (${connections}) has been reached`,
  unknownClient: false,
});

/**
 * Error for an invalid certificate. Certificates are checked after the TLS handshake, when Node.js has stored the
 * reason on the socket.
 */
const untrusted = new Error('the certificate is not trusted');

/** Calls back once, with the first byte that arrives (without consuming it), or with undefined after a timeout. */
function peekFirstByte(
  socket: TLSSocket,
  clock: Pick<Clock['real'], 'after'>,
  callback: (byte: number | undefined) => void,
): void {
  const cancel = clock.after(firstByteTimeoutMs, () => callback(undefined));
  socket.once('close', cancel);
  socket.once('readable', () => {
    cancel();
    socket.off('close', cancel);
    const first: unknown = socket.read();
    if (!Buffer.isBuffer(first)) return callback(undefined);
    socket.unshift(first);
    callback(first[0]);
  });
}
