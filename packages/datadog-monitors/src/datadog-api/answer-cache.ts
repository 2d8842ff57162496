import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, replaceFile } from '@himeshima/cli';
import type { DatadogApi, Parameters } from './datadog-api';

/** Path whose responses are cached: past points do not change, unlike monitors and downtimes. */
const cachedPath = '/api/v1/query';

/**
 * Returns a client that caches points in a folder, which only this user can read. The cache key of a response consists of the
 * account and the parameters: the query and its range. Without a writable folder, nothing is cached.
 */
export function cachedApi(api: DatadogApi, folder: string): DatadogApi {
  const kept = cacheFolder(folder, 0o700);
  if (kept === undefined) return api;
  return {
    account: api.account,
    async getJson(path, parameters = {}) {
      if (path !== cachedPath) return api.getJson(path, parameters);
      const file = join(kept, `${keyOf(api.account, parameters)}.json`);
      const known = readAnswer(file);
      if (known !== undefined) return known.answer;
      const answer = await api.getJson(path, parameters);
      replaceFile(file, JSON.stringify({ answer }), 0o600);
      return answer;
    },
  };
}

const keyOf = (account: string, parameters: Parameters): string =>
  createHash('sha256')
    .update(JSON.stringify([account, Object.entries(parameters).sort()]))
    .digest('hex');

/** Returns a cached response; undefined if the file is missing or damaged. */
function readAnswer(file: string): { readonly answer: unknown } | undefined {
  try {
    const { answer }: { answer: unknown } = JSON.parse(readFileSync(file, 'utf8'));
    return answer === undefined ? undefined : { answer };
  } catch {
    return undefined;
  }
}
