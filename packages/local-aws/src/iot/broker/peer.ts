import { createHash, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import { isValidAt } from '../../certificates/certificate-checks';
import type { RolePrincipal, UserPrincipal } from '../../iam/principal';
import type { Certificate, Registry } from '../registry/thing-registry';
import { type ConnectedPrincipal, type ConnectIdentity, deviceOf, type Source } from './connection';

const isTls = (stream: object): stream is TLSSocket => 'getPeerCertificate' in stream;

/**
 * Returns the client certificate of a TLS connection, or undefined if the client sent no certificate. In that case,
 * contrary to its types, Node.js returns null or an object without bytes.
 */
export const rawCertificateOf = (connection: TLSSocket): Buffer | undefined => {
  const certificate: PeerCertificate | null = connection.getPeerCertificate();
  return certificate?.raw;
};

const idOf = (certificate: Buffer): string => createHash('sha256').update(certificate).digest('hex');

function certificateIdOf(connection: object): string | undefined {
  const raw = isTls(connection) ? rawCertificateOf(connection) : undefined;
  return raw && idOf(raw);
}

/**
 * Returns whether a certificate is registered, and valid at the given time.
 * @param certificate DER encoding of a certificate from any authority
 * @param now real time in ms since the epoch, because TLS does not use the platform's clock
 */
export const isRegistered = (certificate: Buffer, registry: Pick<Registry, 'certificate'>, now: number): boolean =>
  registry.certificate(idOf(certificate)) !== undefined && isValidAt(new X509Certificate(certificate), now);

/** Returns whether the client of a connection has sent a certificate. */
export const hasCertificate = (connection: object): boolean => certificateIdOf(connection) !== undefined;

/** Returns a connection's active certificate, or the reason why the certificate is rejected. */
export function certificateOf(connection: object, registry: Registry): Certificate | string {
  const id = certificateIdOf(connection);
  const certificate = id === undefined ? undefined : registry.certificate(id);
  if (certificate === undefined) return 'the certificate is not registered';
  return certificate.status === 'ACTIVE' ? certificate : 'the certificate is not active';
}

/** Returns a client's address and the server name that it requested. */
export function sourceOf(connection: object): Source {
  if (!isTls(connection)) return { ip: '', port: 0, domain: undefined };
  const { remoteAddress: ip = '', remotePort: port = 0 } = connection;
  return { ip, port, domain: serverNameOf(connection) };
}

/**
 * Returns the server name that a client requested. Ignores IP addresses, which libmosquitto sends although they are not valid
 * names (RFC 6066, 3).
 */
export function serverNameOf({ servername }: Pick<TLSSocket, 'servername'>): string | undefined {
  return typeof servername === 'string' && servername !== '' && isIP(servername) === 0 ? servername : undefined;
}

/** Caller that has signed a WebSocket request with AWS credentials. */
export interface SignedPeer {
  principal: UserPrincipal | RolePrincipal;
  source: Source;
}

/** Identity of a connection before its client ID is known. */
export interface Peer {
  source: Source;
  as(named: ConnectIdentity): ConnectedPrincipal;
}

/** Returns the identity of a connection with a certificate or a signature, or the reason why the identity is unknown. */
export function peerOf(connection: object, signed: SignedPeer | undefined, registry: Registry): Peer | string {
  if (signed !== undefined) return { source: signed.source, as: () => signed.principal };
  const certificate = certificateOf(connection, registry);
  if (typeof certificate === 'string') return certificate;
  const source = sourceOf(connection);
  return { source, as: (named) => deviceOf(certificate, { source, named }, registry) };
}
