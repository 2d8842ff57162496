import { createHash } from 'node:crypto';
import type { PeerCertificate, TLSSocket } from 'node:tls';
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

/** The address from which a client comes, and the name of the server that it asked for. */
export function sourceOf(stream: object): Connection['source'] {
  if (!isTls(stream)) return { ip: '', port: 0, domain: undefined };
  const { remoteAddress: ip = '', remotePort: port = 0, servername } = stream;
  return { ip, port, domain: typeof servername === 'string' ? servername : undefined };
}
