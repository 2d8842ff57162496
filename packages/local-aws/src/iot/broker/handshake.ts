import type { TLSSocket } from 'node:tls';

/** Reason why a connection failed before the first MQTT packet. */
export interface FailedHandshake {
  reason: string;
  /** Whether AWS IoT would log the failure as an authentication error by an unknown client. */
  unknownClient: boolean;
}

/**
 * Descriptions of OpenSSL error codes for certificates issued by the platform's authority. Any other code means that a
 * different authority issued the certificate.
 */
const certificateFaults: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'has expired',
  CERT_NOT_YET_VALID: 'is not valid yet',
  INVALID_PURPOSE: 'is not valid for client authentication',
};

/** Failure for an MQTT client that has no certificate. */
export const noCertificate: FailedHandshake = { reason: 'the client has no certificate', unknownClient: true };

/**
 * Failures by Node.js error code. The error text is not used, because it refers to OpenSSL source code, or is just
 * "socket hang up".
 */
const otherFaults: Readonly<Record<string, FailedHandshake>> = {
  ECONNRESET: {
    reason: "the client aborted the TLS handshake: check that the client trusts this platform's ca.pem",
    unknownClient: false,
  },
  ERR_TLS_HANDSHAKE_TIMEOUT: { reason: 'the client did not complete the TLS handshake in time', unknownClient: false },
  ERR_SSL_HTTP_REQUEST: { reason: 'the client sent plain HTTP to the port for MQTT over TLS', unknownClient: false },
};

/**
 * Describes a failed TLS handshake.
 * @param socket socket on which Node.js stores the client certificate's error code, although the types declare an Error
 */
export function failedHandshake(
  error: Error & { code?: string },
  { authorizationError }: Pick<TLSSocket, 'authorizationError'>,
): FailedHandshake {
  const { code = error.message } = error;
  if (!authorizationError)
    return otherFaults[code] ?? { reason: `the TLS handshake failed (${code})`, unknownClient: false };
  const fault =
    certificateFaults[String(authorizationError)] ?? "was not issued by this platform's certificate authority";
  return { reason: `the client certificate ${fault} (${authorizationError})`, unknownClient: true };
}
