import type { TLSSocket } from 'node:tls';

/** Why somebody did not get as far as MQTT. */
export interface FailedHandshake {
  reason: string;
  /** Whether AWS IoT would say that it does not know who this is. */
  unknownClient: boolean;
}

/** What OpenSSL says of a certificate, where it is another thing than that nobody here has signed it. */
const certificateFaults: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'has expired',
  CERT_NOT_YET_VALID: 'is not valid yet',
  INVALID_PURPOSE: 'is not one for clients',
};

/** Somebody who would have needed one; for AWS credentials there is HTTP. */
export const noCertificate: FailedHandshake = { reason: 'it has no certificate', unknownClient: true };

/** By Node's own codes: the text of the error is that of OpenSSL's source, or "socket hang up". */
const otherFaults: Readonly<Record<string, FailedHandshake>> = {
  ECONNRESET: {
    reason: "it left in the middle of TLS: does it trust this platform's ca.pem?",
    unknownClient: false,
  },
  ERR_TLS_HANDSHAKE_TIMEOUT: { reason: 'it did not complete the TLS handshake in time', unknownClient: false },
  ERR_SSL_HTTP_REQUEST: { reason: 'it speaks HTTP, and this port MQTT with TLS', unknownClient: false },
};

/** @param socket on which Node leaves the code of what is wrong with the client's certificate, which the types call an Error */
export function failedHandshake(
  error: Error & { code?: string },
  { authorizationError }: Pick<TLSSocket, 'authorizationError'>,
): FailedHandshake {
  const { code = error.message } = error;
  if (!authorizationError) return otherFaults[code] ?? { reason: `TLS failed (${code})`, unknownClient: false };
  const fault = certificateFaults[String(authorizationError)] ?? "is not from this platform's authority";
  return { reason: `its certificate ${fault} (${authorizationError})`, unknownClient: true };
}
