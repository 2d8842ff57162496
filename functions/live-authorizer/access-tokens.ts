import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import * as z from 'zod/mini';

/** Cognito's signature algorithm (developer guide, "Verifying JSON web tokens"). The token's own `alg` is not trusted. */
const algorithm = 'RS256';

const AccessToken = z.object({ sub: z.string(), exp: z.int(), token_use: z.literal('access'), scope: z.string() });

/** Holder and expiry (in seconds since the epoch) of a token, or the reason why the token is rejected. */
export type Holder = { readonly person: string; readonly expiresAt: number } | { readonly rejected: string };

/** Errors that mean an invalid token. All other errors mean that the user pool's keys could not be fetched. */
const invalidTokenCodes = new Set([
  'ERR_JOSE_ALG_NOT_ALLOWED',
  'ERR_JOSE_NOT_SUPPORTED',
  'ERR_JWKS_NO_MATCHING_KEY',
  'ERR_JWS_INVALID',
  'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
  'ERR_JWT_CLAIM_VALIDATION_FAILED',
  'ERR_JWT_EXPIRED',
  'ERR_JWT_INVALID',
]);

/** Creates a verifier for an issuer's access tokens, which must include a scope. The verifier uses the keys that the issuer publishes. */
export function accessTokens({ issuer, scope }: { readonly issuer: string; readonly scope: string }) {
  const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`));

  /** @throws Error if the keys cannot be fetched */
  return async (token: string): Promise<Holder> => {
    const verified = await jwtVerify(token, keys, { issuer, algorithms: [algorithm] }).catch((error: unknown) => {
      if (error instanceof errors.JOSEError && invalidTokenCodes.has(error.code)) return error.code;
      throw error;
    });
    if (typeof verified === 'string') return { rejected: verified };
    const claims = AccessToken.safeParse(verified.payload).data;
    if (claims === undefined) return { rejected: 'not an access token' };
    if (!claims.scope.split(' ').includes(scope)) return { rejected: `scope ${scope} missing` };
    return { person: claims.sub, expiresAt: claims.exp };
  };
}
