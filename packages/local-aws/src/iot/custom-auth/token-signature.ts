import { verify } from 'node:crypto';

/**
 * Returns whether a signature of a token matches one of the public keys. Source: AWS IoT developer guide, "custom-auth",
 * "Signing the token": RSA with SHA-256.
 * @param signature signature in base64
 * @param publicKeys keys in PEM
 */
export const isTokenSigned = (token: string, signature: string, publicKeys: readonly string[]): boolean =>
  publicKeys.some((key) => verify('sha256', Buffer.from(token), key, Buffer.from(signature, 'base64')));
