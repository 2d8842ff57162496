import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import * as z from 'zod/mini';

/** What Cognito signs with (developer guide, "Verifying JSON web tokens"): what a token says of that is not believed. */
const algorithm = 'RS256';

const AccessToken = z.object({ sub: z.string(), exp: z.int(), token_use: z.literal('access'), scope: z.string() });

/** Who holds a token, until which second since the epoch, or why it is not taken. */
export type Holder = { readonly person: string; readonly expiresAt: number } | { readonly refused: string };

/** What says something of a token; all else is said of the pool's keys, which could not be had. */
const aboutTokens = new Set([
  'ERR_JOSE_ALG_NOT_ALLOWED',
  'ERR_JOSE_NOT_SUPPORTED',
  'ERR_JWKS_NO_MATCHING_KEY',
  'ERR_JWS_INVALID',
  'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
  'ERR_JWT_CLAIM_VALIDATION_FAILED',
  'ERR_JWT_EXPIRED',
  'ERR_JWT_INVALID',
]);

/** Access tokens of one issuer that have one scope, checked by the keys that it publishes. */
export function accessTokens({ issuer, scope }: { readonly issuer: string; readonly scope: string }) {
  const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`));

  /** @throws Error where the keys cannot be had */
  return async (token: string): Promise<Holder> => {
    const verified = await jwtVerify(token, keys, { issuer, algorithms: [algorithm] }).catch((error: unknown) => {
      if (error instanceof errors.JOSEError && aboutTokens.has(error.code)) return error.code;
      throw error;
    });
    if (typeof verified === 'string') return { refused: verified };
    const claims = AccessToken.safeParse(verified.payload).data;
    if (claims === undefined) return { refused: 'no access token' };
    if (!claims.scope.split(' ').includes(scope)) return { refused: `without ${scope}` };
    return { person: claims.sub, expiresAt: claims.exp };
  };
}
