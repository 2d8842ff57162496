import { createHash } from 'node:crypto';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import type { Client } from 'aedes';
import type { Connection } from './connection';
import type { Certificate, Registry } from './registry';

const isTls = (stream: object): stream is TLSSocket => 'getPeerCertificate' in stream;

function certificateIdOf(connection: object): string | undefined {
  if (!isTls(connection)) return undefined;
  // null once the connection has ended, which the types do not say
  const certificate: PeerCertificate | null = connection.getPeerCertificate();
  return certificate?.raw === undefined ? undefined : createHash('sha256').update(certificate.raw).digest('hex');
}

/** The active certificate by which a connection was made, or why it has none. */
export function certificateOf(connection: object, registry: Registry): Certificate | string {
  const id = certificateIdOf(connection);
  const certificate = id === undefined ? undefined : registry.certificate(id);
  if (certificate === undefined) return 'the certificate is not registered';
  return certificate.status === 'ACTIVE' ? certificate : 'the certificate is not active';
}

/** The address from which a client comes. */
export function sourceOf({ conn }: Client): Connection['source'] {
  const { remoteAddress = '', remotePort = 0 } = isTls(conn) ? conn : {};
  return { ip: remoteAddress, port: remotePort };
}
