import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RunningPlatform, writePrivate } from '@himeshima/local-aws';
import * as z from 'zod';

/**
 * Everything that a program needs to call the REST API: endpoint, API key, and client credentials for access
 * tokens.
 */
const ApiAccess = z.object({
  url: z.string(),
  key: z.string(),
  tokenUrl: z.string(),
  clientId: z.string(),
  clientSecret: z.string(),
  /** Scopes of the client, for example `himeshima/read`. */
  scopes: z.array(z.string()),
});
export type ApiAccess = z.infer<typeof ApiAccess>;

const fileIn = (directory: string) => join(directory, 'api.json');

/**
 * Writes the API access of a running platform to its folder, where `npm run token` reads it.
 * @returns URL of the REST API; undefined if the stack has no API
 */
export function writeApiAccess(directory: string, { apis, parts }: RunningPlatform): string | undefined {
  const [api] = apis;
  const [program] = parts.userPools.programs();
  const { key } = api ?? {};
  const secret = program?.client.secret;
  if (api !== undefined && key !== undefined && program !== undefined && secret !== undefined) {
    const { tokenUrl, client } = program;
    const access: ApiAccess = {
      url: api.url,
      key,
      tokenUrl,
      clientId: client.id,
      clientSecret: secret,
      scopes: [...client.scopes],
    };
    writePrivate(fileIn(directory), `${JSON.stringify(access)}\n`);
  }
  return api?.url;
}

/** Reads the API access of a platform from its folder. @throws Error if no platform with an API was started there */
export function readApiAccess(directory: string): ApiAccess {
  try {
    return ApiAccess.parse(JSON.parse(readFileSync(fileIn(directory), 'utf8')));
  } catch {
    throw new Error(`no API was started in ${directory}; run npm start, or set --dir`);
  }
}

/** Returns a scope in the form that --scope expects: `read` for `himeshima/read`. */
const nameOf = (scope: string) => scope.split('/').at(-1);

const Token = z.object({ access_token: z.string() });
const TokenError = z.object({ error: z.string() });

/**
 * Requests an access token with the client credentials of the program.
 * @param scopes for example `himeshima/read`
 * @throws Error if the request is rejected
 */
export async function requestToken(access: ApiAccess, scopes: readonly string[]): Promise<string> {
  const { tokenUrl, clientId, clientSecret } = access;
  const response = await fetch(tokenUrl, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: scopes.join(' ') }),
  }).catch(() => {
    throw new Error(`no token endpoint is listening at ${tokenUrl}; run npm start`);
  });
  const answer: unknown = await response.json();
  if (!response.ok) {
    const reason = TokenError.safeParse(answer).data?.error ?? response.status;
    const known = reason === 'invalid_scope' ? `; known scopes: ${access.scopes.map(nameOf).join(', ')}` : '';
    throw new Error(`no token for ${scopes.join(' ')}: ${reason}${known}`);
  }
  return Token.parse(answer).access_token;
}
