import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { SignJWT, UnsecuredJWT } from 'jose';
import { accessTokens } from './access-tokens';

const keyPair = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
const own = keyPair();
const foreign = keyPair();
const published = { keys: [{ ...own.publicKey.export({ format: 'jwk' }), kid: 'own', alg: 'RS256', use: 'sig' }] };

let server: Server;
let issuer: string;
let answers = true;
beforeAll(async () => {
  server = createServer((_, response) => response.writeHead(answers ? 200 : 503).end(JSON.stringify(published)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  issuer = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/pool`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const seconds = () => Math.floor(Date.now() / 1000);
const claims = { sub: 'ann', token_use: 'access', scope: 'himeshima/command himeshima/read' };
const signToken = (more: object = {}, key: KeyObject = own.privateKey, kid = 'own') =>
  new SignJWT({ iss: issuer, exp: seconds() + 60, ...claims, ...more })
    .setProtectedHeader({ alg: 'RS256', kid })
    .sign(key);
const holderOf = (token: string) => accessTokens({ issuer, scope: 'himeshima/read' })(token);

describe('accessTokens', () => {
  test('returns the holder and expiry of a valid token', async () => {
    const exp = seconds() + 60;
    await expect(holderOf(await signToken({ exp }))).resolves.toEqual({ person: 'ann', expiresAt: exp });
  });

  test.each<[string, () => Promise<string> | string, string]>([
    ['has expired', () => signToken({ exp: seconds() - 1 }), 'ERR_JWT_EXPIRED'],
    ['has no expiry', () => signToken({ exp: undefined }), 'not an access token'],
    ['is signed by a foreign key', () => signToken({}, foreign.privateKey), 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED'],
    ['refers to an unknown key', () => signToken({}, foreign.privateKey, 'other'), 'ERR_JWKS_NO_MATCHING_KEY'],
    ['comes from another user pool', () => signToken({ iss: `${issuer}2` }), 'ERR_JWT_CLAIM_VALIDATION_FAILED'],
    ['is an identity token', () => signToken({ token_use: 'id' }), 'not an access token'],
    ['lacks the scope', () => signToken({ scope: 'himeshima/reader' }), 'scope himeshima/read missing'],
    ['has no scopes', () => signToken({ scope: undefined }), 'not an access token'],
    ['is not signed', () => new UnsecuredJWT({ iss: issuer, ...claims }).encode(), 'ERR_JOSE_ALG_NOT_ALLOWED'],
    [
      'is signed with the public key as a secret',
      () =>
        new SignJWT({ iss: issuer, exp: seconds() + 60, ...claims })
          .setProtectedHeader({ alg: 'HS256', kid: 'own' })
          .sign(Buffer.from(own.publicKey.export({ format: 'pem', type: 'spki' }))),
      'ERR_JOSE_ALG_NOT_ALLOWED',
    ],
    ['is malformed', () => 'a.b.c', 'ERR_JWS_INVALID'],
    ['has a single part', () => 'word', 'ERR_JWS_INVALID'],
  ])('rejects a token that %s', async (_, token, reason) => {
    await expect(holderOf(await token())).resolves.toEqual({ rejected: reason });
  });

  test('throws if the keys cannot be fetched, because the token may be valid', async () => {
    answers = false;
    await expect(holderOf(await signToken())).rejects.toThrow('200 OK');
    answers = true;
  });
});
