import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, replaceFile } from '@himeshima/cli';
import type { DatadogApi, Parameters } from './datadog-api';

/**
 * Returns a client that keeps answers in a folder, which only this user can read. The key of an answer is the site, the path and
 * the parameters. Use it only for ranges in the past, whose answers do not change. Without a writable folder, nothing is cached.
 */
export function cachedApi(api: DatadogApi, folder: string): DatadogApi {
  const kept = cacheFolder(folder, 0o700);
  if (kept === undefined) return api;
  return {
    url: api.url,
    async getJson(path, parameters = {}) {
      const file = join(kept, `${keyOf(api.url, path, parameters)}.json`);
      const known = readAnswer(file);
      if (known !== undefined) return known.answer;
      const answer = await api.getJson(path, parameters);
      replaceFile(file, JSON.stringify({ answer }), 0o600);
      return answer;
    },
  };
}

const keyOf = (url: string, path: string, parameters: Parameters): string =>
  createHash('sha256')
    .update(JSON.stringify([url, path, Object.entries(parameters).sort()]))
    .digest('hex');

/** Returns a kept answer; undefined if the file is missing or damaged. */
function readAnswer(file: string): { readonly answer: unknown } | undefined {
  try {
    const { answer }: { answer: unknown } = JSON.parse(readFileSync(file, 'utf8'));
    return answer === undefined ? undefined : { answer };
  } catch {
    return undefined;
  }
}
