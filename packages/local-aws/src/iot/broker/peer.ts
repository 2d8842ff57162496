import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import type { RolePrincipal, UserPrincipal } from '../../iam/principal';
import type { Certificate, Registry } from '../registry/registry';
import { type ConnectedPrincipal, deviceOf, type Named, type Source } from './connection';

const isTls = (stream: object): stream is TLSSocket => 'getPeerCertificate' in stream;

/** What a client has shown in TLS; null or without bytes for nothing, which the types do not say. */
export const certificateShown = (connection: TLSSocket): Buffer | undefined => {
  const certificate: PeerCertificate | null = connection.getPeerCertificate();
  return certificate?.raw;
};

function certificateIdOf(connection: object): string | undefined {
  const shown = isTls(connection) ? certificateShown(connection) : undefined;
  return shown && createHash('sha256').update(shown).digest('hex');
}

/** The active certificate by which a connection was made, or why it has none. */
export function certificateOf(connection: object, registry: Registry): Certificate | string {
  const id = certificateIdOf(connection);
  const certificate = id === undefined ? undefined : registry.certificate(id);
  if (certificate === undefined) return 'the certificate is not registered';
  return certificate.status === 'ACTIVE' ? certificate : 'the certificate is not active';
}

/** The address from which a client comes, and the name of the server that it asked for. */
export function sourceOf(connection: object): Source {
  if (!isTls(connection)) return { ip: '', port: 0, domain: undefined };
  const { remoteAddress: ip = '', remotePort: port = 0 } = connection;
  return { ip, port, domain: serverNameOf(connection) };
}

/** Name of the server that a client asks for. Addresses are not names (RFC 6066, 3), but libmosquitto sends them as well. */
export function serverNameOf({ servername }: Pick<TLSSocket, 'servername'>): string | undefined {
  return typeof servername === 'string' && servername !== '' && isIP(servername) === 0 ? servername : undefined;
}

/** Somebody who has signed its request for a WebSocket with AWS credentials. */
export interface Signed {
  principal: UserPrincipal | RolePrincipal;
  source: Source;
}

/** Who has made a connection, before it is known by which name. */
export interface Peer {
  source: Source;
  as(named: Named): ConnectedPrincipal;
}

/** @returns why nobody knows it, where that is so */
export function peerOf(connection: object, signed: Signed | undefined, registry: Registry): Peer | string {
  if (signed !== undefined) return { source: signed.source, as: () => signed.principal };
  const certificate = certificateOf(connection, registry);
  if (typeof certificate === 'string') return certificate;
  const source = sourceOf(connection);
  return { source, as: (named) => deviceOf(certificate, { source, named }, registry) };
}
