import { generateKeyPair, type KeyPairKeyObjectResult, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { errors, jwtVerify, SignJWT } from 'jose';
import type { Clock } from '../clock';
import type { PoolClient } from './pool-client';
import type { VerifiedToken } from './verified-token';

/** Algorithm that Cognito uses to sign tokens. Source: developer guide, "Verifying JSON web tokens". */
const algorithm = 'RS256';
const keyId = 'local';

/**
 * Creates functions that sign and verify tokens, and return the public key. The key is generated on first use, because
 * this takes a fifth of a second. The key is kept in memory, so tokens are invalid after a restart.
 */
export function createSigningKeys(clock: Pick<Clock, 'now'>) {
  let made: Promise<KeyPairKeyObjectResult> | undefined;
  const pair = () => {
    made ??= promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
    return made;
  };
  const seconds = () => Math.floor(clock.now() / 1000);

  return {
    /** Returns the JSON web key set. */
    async published(): Promise<object> {
      const key = (await pair()).publicKey.export({ format: 'jwk' });
      return { keys: [{ ...key, kid: keyId, alg: algorithm, use: 'sig' }] };
    },

    /** Creates an access token with Cognito's claims. Source: developer guide, "Understanding the access token". */
    async sign(issuer: string, { id, accessTokenSeconds }: PoolClient, scope: string): Promise<string> {
      const now = seconds();
      const claims = { sub: id, token_use: 'access', scope, auth_time: now, version: 2, client_id: id };
      return new SignJWT(claims)
        .setProtectedHeader({ alg: algorithm, kid: keyId })
        .setIssuer(issuer)
        .setIssuedAt(now)
        .setExpirationTime(now + accessTokenSeconds)
        .setJti(randomUUID())
        .sign((await pair()).privateKey);
    },

    async verify(token: string, issuers: readonly string[]): Promise<VerifiedToken> {
      try {
        const { payload } = await jwtVerify(token, (await pair()).publicKey, {
          issuer: [...issuers],
          algorithms: [algorithm],
          requiredClaims: ['sub', 'exp', 'token_use'],
          currentDate: new Date(seconds() * 1000),
        });
        return { claims: payload };
      } catch (error) {
        return { refused: error instanceof errors.JWTExpired ? 'expired' : 'invalid' };
      }
    },
  };
}
