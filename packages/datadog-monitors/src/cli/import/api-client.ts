import { setTimeout as sleep } from 'node:timers/promises';

/** Access to Datadog's API. */
export interface ApiAccess {
  /** `https://api.datadoghq.eu` */
  readonly url: string;
  readonly apiKey: string;
  readonly appKey: string;
  /** Waits, for tests. */
  readonly wait?: (seconds: number) => Promise<unknown>;
}

const timeoutSeconds = 30;
/** Longest wait for a rate limit, in seconds; the limits of the monitors API reset within a minute. */
const longestWaitSeconds = 120;
const mostAttempts = 5;

/** Problems that a user can fix, by HTTP status. */
const advice: Readonly<Record<number, string>> = {
  401: 'the keys are invalid for this site; check DD_API_KEY, DD_APP_KEY and DD_SITE',
  403: 'the application key lacks the scope monitors_read, or the keys belong to another site; check DD_APP_KEY and DD_SITE',
};

/** Sends a GET request, and waits if the rate limit is reached. @throws Error in one line, without the keys */
export async function getJson(access: ApiAccess, path: string): Promise<unknown> {
  const { url, apiKey, appKey, wait = (seconds) => sleep(seconds * 1000) } = access;
  for (let attempt = 1; ; attempt += 1) {
    const response = await send(url + path, { 'DD-API-KEY': apiKey, 'DD-APPLICATION-KEY': appKey });
    if (response.ok) return bodyOf(response, url);
    await response.body?.cancel();
    const isBusy = response.status === 429 || response.status >= 500;
    if (!isBusy || attempt === mostAttempts)
      throw new Error(`${url} answered ${response.status}: ${reasonOf(response)}`);
    const seconds = waitOf(response, attempt);
    if (seconds > longestWaitSeconds)
      throw new Error(`${url} answered 429: the rate limit resets in ${seconds} s; try again then`);
    await wait(seconds);
  }
}

async function send(url: string, headers: Readonly<Record<string, string>>): Promise<Response> {
  try {
    return await fetch(url, { headers, redirect: 'error', signal: AbortSignal.timeout(timeoutSeconds * 1000) });
  } catch (error) {
    const { host } = new URL(url);
    if (error instanceof Error && error.name === 'TimeoutError')
      throw new Error(`${host} did not answer within ${timeoutSeconds} s; try again`);
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new Error(`${host} cannot be reached (${cause}); check DD_SITE and the network`);
  }
}

async function bodyOf(response: Response, url: string): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    throw new Error(`${url} did not answer with JSON; check DD_SITE or --api-url`);
  }
}

const reasonOf = ({ status }: Response): string =>
  advice[status] ?? (status === 429 ? 'the rate limit is reached; try again later' : 'try again later');

/** Returns the wait in seconds: until the rate limit resets, or longer after each failure. */
function waitOf({ status, headers }: Response, attempt: number): number {
  const reset = Number(headers.get('x-ratelimit-reset'));
  return status === 429 && Number.isFinite(reset) && reset > 0 ? Math.ceil(reset) : 2 ** attempt;
}
