import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/** Endpoint, API key and client credentials for calling the REST API. */
const ApiAccess = z.object({
  url: z.string(),
  key: z.string(),
  tokenUrl: z.string(),
  clientId: z.string(),
  clientSecret: z.string(),
  /** Scopes of the client, for example `parking/read`. */
  scopes: z.array(z.string()),
});
export type ApiAccess = z.infer<typeof ApiAccess>;

/** Returns the path of the API access file in a platform's folder. */
export const apiAccessFile = (directory: string) => join(directory, 'api.json');

/** Reads the API access file in a platform's folder. @throws Error if no platform with an API was started in the folder */
export function readApiAccess(directory: string): ApiAccess {
  try {
    return ApiAccess.parse(JSON.parse(readFileSync(apiAccessFile(directory), 'utf8')));
  } catch {
    throw new Error(`no API was started in ${directory}; run npm start, or set --dir`);
  }
}

/** Returns a scope without the identifier of its resource server: `read` for `parking/read`. */
const nameOf = (scope: string) => scope.split('/').at(-1);

const Token = z.object({ access_token: z.string() });
const TokenError = z.object({ error: z.string() });

/**
 * Requests an access token with the client credentials in the access file.
 * @param scopes the requested scopes, for example `parking/read`
 * @throws Error if the token endpoint cannot be reached or rejects the request
 */
export async function requestToken(access: ApiAccess, scopes: readonly string[]): Promise<string> {
  const { tokenUrl, clientId, clientSecret } = access;
  const response = await fetch(tokenUrl, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: scopes.join(' ') }),
  }).catch((cause: unknown) => {
    throw new Error(`no token endpoint is listening at ${tokenUrl}; run npm start`, { cause });
  });
  const answer: unknown = await response.json();
  if (!response.ok) {
    const reason = TokenError.safeParse(answer).data?.error ?? response.status;
    const known = reason === 'invalid_scope' ? `; known scopes: ${access.scopes.map(nameOf).join(', ')}` : '';
    throw new Error(`no token for ${scopes.join(' ')}: ${reason}${known}`);
  }
  return Token.parse(answer).access_token;
}
