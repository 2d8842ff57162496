import { type ApiAccess, apiAccessFile } from '../api-access';
import { writePrivate } from '../certificates/private-files';
import type { RunningPlatform } from '../running-platform';

/**
 * Writes the access file for the first REST API to the platform's folder, for `readApiAccess`. Writes no file if there is
 * no REST API, the first API requires no key, or no client has a secret.
 */
export function writeApiAccess(directory: string, { apis, parts }: RunningPlatform): void {
  const [api] = apis;
  const [program] = parts.userPools.programs();
  const { key } = api ?? {};
  const secret = program?.client.secret;
  if (api === undefined || key === undefined || program === undefined || secret === undefined) return;
  const { tokenUrl, client } = program;
  const access: ApiAccess = {
    url: api.url,
    key,
    tokenUrl,
    clientId: client.id,
    clientSecret: secret,
    scopes: [...client.scopes],
  };
  writePrivate(apiAccessFile(directory), `${JSON.stringify(access)}\n`);
}
