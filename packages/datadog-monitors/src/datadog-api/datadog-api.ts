import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { ApiAccess } from './api-access';
import { DatadogApiError } from './api-error';

export type Parameters = Readonly<Record<string, string | number>>;

/** Read-only client of Datadog's API. */
export interface DatadogApi {
  /** Hash of the address and the API key, which identifies the account. */
  readonly account: string;
  /**
   * Returns the JSON at a path.
   * @param path path and version, for example `/api/v1/query`
   * @throws DatadogApiError with a one-line message
   */
  getJson(path: string, parameters?: Parameters): Promise<unknown>;
}

interface Patience {
  /** Longest wait for a throttled request, in milliseconds (default: 60 s). */
  readonly longestWaitMs?: number;
  /** Timeout of one request, in milliseconds (default: 30 s). */
  readonly timeoutMs?: number;
}

/** Maximum number of attempts for a throttled or failed request. */
const attempts = 4;

/**
 * Creates a client that retries throttled requests and server errors. After a throttled request, the client waits for `x-ratelimit-reset`
 * seconds, or reports the error immediately if this is longer than `longestWaitMs`.
 */
export function createDatadogApi(
  access: ApiAccess,
  { longestWaitMs = 60_000, timeoutMs = 30_000 }: Patience = {},
): DatadogApi {
  const { url } = access;
  return {
    account: createHash('sha256').update(`${url} ${access.apiKey}`).digest('hex'),
    async getJson(path, parameters = {}) {
      const address = new URL(`${url}${path}`);
      for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, String(value));
      for (let attempt = 1; ; attempt += 1) {
        const answer = await request(address, access, { timeoutMs, isRetried: attempt === 1 });
        if (answer === undefined) continue;
        if (answer.ok) return bodyOf(answer, path);
        const isTemporary = answer.status === 429 || answer.status >= 500;
        const waitMs = waitOf(answer, attempt);
        // if the limit is reset only after the longest wait, every further attempt would be throttled, so report it immediately
        if (!isTemporary || attempt === attempts || waitMs > longestWaitMs) throw await failureOf(answer, path);
        await answer.body?.cancel();
        await sleep(waitMs);
      }
    },
  };
}

interface Attempt {
  readonly timeoutMs: number;
  /** Whether the request is sent again if the connection fails. */
  readonly isRetried: boolean;
}

/** Sends a request. Returns undefined if the caller must send it again, because the server closed an idle connection. */
async function request(
  address: URL,
  { apiKey, appKey }: ApiAccess,
  { timeoutMs, isRetried }: Attempt,
): Promise<Response | undefined> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    return await fetch(address, {
      headers: { accept: 'application/json', 'dd-api-key': apiKey, 'dd-application-key': appKey },
      // reject redirects, because following them could send the keys to another host
      redirect: 'error',
      signal,
    });
  } catch (error) {
    if (isRetried && !signal.aborted) return undefined;
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const failed = cause instanceof Error ? cause.message : String(cause);
    const reason = signal.aborted ? `no response within ${timeoutMs / 1000} s` : failed;
    throw new DatadogApiError(
      `Datadog at ${address.origin} cannot be reached (${reason}); check DD_SITE and the network`,
      'unreachable',
    );
  }
}

/**
 * Returns the wait before the next attempt, in milliseconds. Datadog sends the seconds until the limit is reset. Source: API reference,
 * "Rate limits"
 */
function waitOf(answer: Response, attempt: number): number {
  const reset = Number(answer.headers.get('x-ratelimit-reset') ?? Number.NaN);
  if (answer.status === 429 && Number.isFinite(reset)) return Math.max(0, reset) * 1000;
  return 250 * 2 ** (attempt - 1);
}

async function bodyOf(answer: Response, path: string): Promise<unknown> {
  try {
    return await answer.json();
  } catch {
    throw new DatadogApiError(`${path} did not return valid JSON; check DD_SITE or DD_HOST`, 'rejected');
  }
}

const refusal = z.object({
  errors: z.array(z.union([z.string(), z.object({ detail: z.string() })])).default([]),
  // the query API reports an invalid query in this field
  error: z.string().nullish(),
});

/** Creates the error for a response. */
async function failureOf(answer: Response, path: string): Promise<DatadogApiError> {
  const { status } = answer;
  if (status === 401)
    return new DatadogApiError(
      'Datadog rejected DD_API_KEY (401); check the key and DD_SITE, because keys belong to one site',
      'access',
    );
  if (status === 403)
    return new DatadogApiError(
      `Datadog denied access to ${path} (403); check DD_APP_KEY, DD_SITE and the scopes of the key (metrics_read, timeseries_query, monitors_read, monitors_downtime, events_read)`,
      'access',
    );
  if (status === 429)
    return new DatadogApiError(
      `Datadog throttled ${path} (429, limit ${answer.headers.get('x-ratelimit-name') ?? 'unknown'}); wait ${answer.headers.get('x-ratelimit-reset') ?? '3600'} s, or request a shorter range`,
      'throttled',
    );
  const { data } = refusal.safeParse(await answer.json().catch(() => undefined));
  const reasons = [
    ...(data?.errors ?? []).map((one) => (typeof one === 'string' ? one : one.detail)),
    data?.error ?? '',
  ].filter(Boolean);
  return new DatadogApiError(
    `Datadog responded to ${path} with ${status}${reasons.length === 0 ? '' : `: ${reasons.join('; ').slice(0, 300)}`}`,
    'rejected',
  );
}
