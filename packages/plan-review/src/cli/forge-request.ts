import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';

/** HTTP API of GitLab or GitHub. */
export interface Forge {
  readonly name: 'GitLab' | 'GitHub';
  /** Base URL without a trailing slash. */
  readonly api: string;
  /** Environment variable that contains the base URL, for error messages. */
  readonly variable: string;
  /** Headers of every request, which contain the token. */
  readonly headers: Readonly<Record<string, string>>;
  /** Path of the project, such as `projects/1`. Precedes every request path that starts with `/`. */
  readonly project: string;
  /** Minimum delay in ms before the first retry. Doubles with each retry. */
  readonly patienceMs: number;
  /** Maximum delay in ms before a retry. If the server requests a longer delay, the request fails. */
  readonly patienceAtMostMs: number;
  /** Returns the delay in ms that a response requests before a retry. Undefined if a retry is pointless. */
  retryAfterMs(answer: Response): number | undefined;
  /** Returns why a request failed and what to do. Undefined if only the status is known. */
  reasonOf(answer: Response, of: string): string | undefined;
  /** Returns whether a list has another page. */
  hasNextPage(answer: Response): boolean;
}

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path of the request. A path that starts with `/` is relative to the project; any other path is relative to the API. */
  readonly path: string;
  /** Subject of error messages, such as `merge request 5`. */
  readonly of: string;
  readonly body?: object;
}

export const attempts = 5;

/** Parses a response. @throws Error if the response does not come from the API but, for example, from a sign-in page */
export async function read<Said>(
  { name, api, variable }: Forge,
  answer: Response,
  form: z.ZodType<Said>,
): Promise<Said> {
  const reported = form.safeParse(await answer.json().catch(() => undefined));
  if (reported.success) return reported.data;
  throw new Error(`${api} did not respond like the ${name} API; check ${variable}`);
}

/** Sends a request to which the API responds with an object. @returns the id of the object @throws the errors of `request` and `read` */
export async function idFrom(forge: Forge, call: Call): Promise<number> {
  const { id } = await read(forge, await request(forge, call), z.object({ id: z.number() }));
  return id;
}

/**
 * Returns a token without surrounding whitespace.
 * @throws Error that does not contain the token, if the token cannot be sent in a header
 */
export function tokenFrom(variable: string, value: string): string {
  const token = value.trim();
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new Error(`invalid ${variable}: the token contains a line break, a space or a character that is not ASCII`);
}

/** Schema of the base URL of an API. */
export const apiUrl = z.url({ protocol: /^https?$/ });

/** Maximum number of pages with 100 items each. A server that returns more pages is probably faulty. */
const pagesAtMost = 100;

/** Reads all pages of a list. @throws the errors of `request` and `read` */
export async function readAll<Said>(forge: Forge, call: Omit<Call, 'method'>, form: z.ZodType<Said>): Promise<Said[]> {
  const found: Said[] = [];
  for (let page = 1; page <= pagesAtMost; page += 1) {
    const path = `${call.path}${call.path.includes('?') ? '&' : '?'}per_page=100&page=${page}`;
    const answer = await request(forge, { ...call, method: 'GET', path });
    found.push(...(await read(forge, answer, z.array(form))));
    if (!forge.hasNextPage(answer)) return found;
  }
  throw new Error(
    `${forge.name} at ${forge.api} returned more than ${pagesAtMost} pages of results for ${call.of}; nothing was written`,
  );
}

/** Sends a request, and retries if the server is busy or does not respond. @throws Error that describes the failure */
export async function request(forge: Forge, call: Call): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await ask(forge, call);
    if (answer instanceof Response && answer.ok) return answer;
    // another pipeline already deleted the note or issue
    if (answer instanceof Response && answer.status === 404 && call.method === 'DELETE') return answer;
    const delayMs = delayBeforeRetry(forge, answer, call);
    if (attempt === attempts || delayMs === undefined) throw failureOf(answer, forge, call);
    if (delayMs > forge.patienceAtMostMs)
      throw new Error(
        `${forge.name} requested a delay of ${Math.ceil(delayMs / 60_000)} minutes for ${call.of}; run the job again after that`,
      );
    await sleep(Math.min(forge.patienceAtMostMs, Math.max(delayMs, forge.patienceMs * 2 ** (attempt - 1))));
  }
}

/** Returns the requested delay before a retry. Undefined for a POST request without a response, whose retry could create a duplicate. */
function delayBeforeRetry(forge: Forge, answer: Response | Error, { method }: Call): number | undefined {
  if (!(answer instanceof Response)) return method === 'POST' ? undefined : 0;
  return isTemporary(answer.status) ? retryAfterIn(answer) : forge.retryAfterMs(answer);
}

/** Returns whether a request may succeed later: the server failed, or another request is changing the same object (409). */
const isTemporary = (status: number): boolean => status >= 500 || status === 409;

/** Error for a request to which the API responded with an error status. */
export class RejectedError extends Error {
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}

function otherReason({ status, headers }: Response, { name, api, variable }: Forge): string {
  if (status >= 300 && status < 400)
    return `${name} at ${api} redirected the request${hostIn(headers.get('location'))} (${status}); check ${variable}`;
  if (isTemporary(status))
    return `${name} responded to all ${attempts} attempts with ${status}; run the job again later`;
  if (status === 413)
    return `${name} rejected the note as too long (413); write it to an artifact instead (--format html)`;
  return `${name} at ${api} responded with ${status}; check ${variable}, and update plan-review`;
}

/** Returns the host of a redirect as a clause. The rest of the address may contain a secret. */
const hostIn = (location: string | null): string =>
  location !== null && URL.canParse(location) ? ` to ${new URL(location).host}` : '';

const failureOf = (answer: Response | Error, forge: Forge, { of }: Call): Error =>
  answer instanceof Response
    ? new RejectedError(forge.reasonOf(answer, of) ?? otherReason(answer, forge), answer.status)
    : answer;

/** Returns the delay in ms that a `retry-after` header requests; 0 if the header is missing or is not a number. */
export const retryAfterIn = ({ headers }: Response): number => Number(headers.get('retry-after')) * 1000 || 0;

/** Sends a request without retries. Returns the error if there is no response. */
async function ask(forge: Forge, { method, path, body }: Call): Promise<Response | Error> {
  const { name, api, project, headers } = forge;
  try {
    const answer = await fetch(`${api}/${path.startsWith('/') ? `${project}${path}` : path}`, {
      method,
      headers: { ...headers, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      // following a redirect could send the token to another host
      redirect: 'manual',
      signal: AbortSignal.timeout(30_000),
    });
    // an unread body would keep the connection and the process open
    const content = await answer.text();
    const { status } = answer;
    const isThrottled = status === 429 || (status === 403 && /secondary rate limit/i.test(content));
    const received = new Headers(answer.headers);
    // without these headers, clients wait for at least a minute (GitHub docs, "Rate limits for the REST API")
    if (name === 'GitHub' && isThrottled && !received.has('retry-after') && !received.has('x-ratelimit-reset'))
      received.set('retry-after', String(forge.patienceAtMostMs / 1000));
    return new Response(content === '' ? null : content, { status: answer.status, headers: received });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return new Error(
      `${name} at ${api} does not respond (${cause instanceof Error ? cause.message : String(cause)}); check this address and the network of the job, and run the job again`,
    );
  }
}
