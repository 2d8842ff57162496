import { createHash } from 'node:crypto';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import type { Client } from 'aedes';
import type { Certificate, Registry } from './registry';

const isTls = (stream: object): stream is TLSSocket => 'getPeerCertificate' in stream;

function certificateIdOf(client: Client): string | undefined {
  if (!isTls(client.conn)) return undefined;
  // null once the connection has ended, which the types do not say
  const certificate: PeerCertificate | null = client.conn.getPeerCertificate();
  return certificate?.raw === undefined ? undefined : createHash('sha256').update(certificate.raw).digest('hex');
}

/** The active certificate by which a client came, or why it has none. */
export function certificateOf(client: Client, registry: Registry): Certificate | string {
  const id = certificateIdOf(client);
  const certificate = id === undefined ? undefined : registry.certificate(id);
  if (certificate === undefined) return 'the certificate is not registered';
  return certificate.status === 'ACTIVE' ? certificate : 'the certificate is not active';
}
