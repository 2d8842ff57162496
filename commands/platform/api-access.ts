import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RunningPlatform, writePrivate } from '@himeshima/local-aws';
import * as z from 'zod';

/** What a program needs to ask the REST API: where it is, its key, and where it gets tokens for what by which credentials. */
const ApiAccess = z.object({
  url: z.string(),
  key: z.string(),
  tokenUrl: z.string(),
  clientId: z.string(),
  clientSecret: z.string(),
  /** `himeshima/read` */
  scopes: z.array(z.string()),
});
export type ApiAccess = z.infer<typeof ApiAccess>;

const fileIn = (directory: string) => join(directory, 'api.json');

/** Writes it where `npm run token` finds it. @returns where the API is; undefined where the stack has none for programs */
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

/** @throws Error where no platform with an API has been started there */
export function readApiAccess(directory: string): ApiAccess {
  try {
    return ApiAccess.parse(JSON.parse(readFileSync(fileIn(directory), 'utf8')));
  } catch {
    throw new Error(`no API was started in ${directory}; npm start runs one, --dir names another folder`);
  }
}

/** `himeshima/read` → `read`, as --scope takes it. */
const nameOf = (scope: string) => scope.split('/').at(-1);

const Token = z.object({ access_token: z.string() });
const Refused = z.object({ error: z.string() });

/** An access token by the credentials of the program. @param scopes `himeshima/read` @throws Error where it is refused */
export async function requestToken(access: ApiAccess, scopes: readonly string[]): Promise<string> {
  const { tokenUrl, clientId, clientSecret } = access;
  const response = await fetch(tokenUrl, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: scopes.join(' ') }),
  }).catch(() => {
    throw new Error(`nobody answers at ${tokenUrl}; npm start runs a platform`);
  });
  const answer: unknown = await response.json();
  if (!response.ok) {
    const why = Refused.safeParse(answer).data?.error ?? response.status;
    const known = why === 'invalid_scope' ? `; there are ${access.scopes.map(nameOf).join(', ')}` : '';
    throw new Error(`no token for ${scopes.join(' ')}: ${why}${known}`);
  }
  return Token.parse(answer).access_token;
}
