/** Timeout in milliseconds for all attempts together. Source: AWS IoT limits (2019), "HTTP action limits". */
const timeoutMs = 3000;
/** Maximum number of attempts. Source: AWS IoT developer guide, "https-rule-action", "HTTP action retry logic". */
const maxAttempts = 3;
const maxRetriedResponseBytes = 16_384;

export interface HttpRequest {
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
}

/** Sends a POST request. Throws an Error if the endpoint does not respond with a success status. */
export type SendHttp = (request: HttpRequest) => Promise<void>;

/** Returns whether AWS IoT sends a request again after the given response. Source: see `maxAttempts`. */
const isRetried = (response: Response, bytes: number) =>
  (response.status === 429 || response.status >= 500) &&
  bytes <= maxRetriedResponseBytes &&
  response.headers.get('connection') !== 'close';

/** Sends a POST request in up to three attempts. */
export const sendHttp: SendHttp = async ({ url, headers, body }) => {
  const signal = AbortSignal.timeout(timeoutMs);
  for (let attempt = 1; ; attempt += 1) {
    const response = await fetch(url, {
      method: 'POST',
      headers: headers.map(([name, value]): [string, string] => [name, value]),
      body: Buffer.from(body),
      redirect: 'manual',
      signal,
    }).catch((error: unknown) => {
      throw new Error(`${url} cannot be reached: ${reasonOf(error)}`);
    });
    const { byteLength } = await response.arrayBuffer();
    if (response.ok) return;
    if (attempt === maxAttempts || !isRetried(response, byteLength))
      throw new Error(`${url} responded with status ${response.status} (attempt ${attempt} of at most ${maxAttempts})`);
  }
};

/** Returns the reason why a call to `fetch` failed, which is in the cause of its error. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
