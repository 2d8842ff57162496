import type { IncomingMessage } from 'node:http';
import type { Http2ServerRequest } from 'node:http2';

export type AnyRequest = IncomingMessage | Http2ServerRequest;

export interface HttpCall {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Record<string, string>;
  body: Uint8Array;
}

/** Request whose body has not been received yet. */
export type HttpHead = Omit<HttpCall, 'body'>;

export interface HttpAnswer {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array;
}

function headersOf(request: AnyRequest): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (name.startsWith(':') || value === undefined) continue;
    headers[name] = Array.isArray(value) ? value.join(',') : value;
  }
  const authority = request.headers[':authority'];
  if (headers['host'] === undefined && typeof authority === 'string') headers['host'] = authority;
  return headers;
}

/** Reads the method, path, query and headers of a request. */
export function headOf(request: AnyRequest): HttpHead {
  const [path = '/', ...query] = (request.url ?? '/').split('?');
  return {
    method: request.method ?? 'GET',
    path,
    query: new URLSearchParams(query.join('?')),
    headers: headersOf(request),
  };
}

/** Memory budget in bytes that the requests and responses of a server share. */
export class BodyBudget {
  readonly #total: number;
  #held = 0;

  constructor(bytes: number) {
    this.#total = bytes;
  }

  /**
   * Reserves memory for a body. Returns false if the remaining budget is too small. A body that is larger than the
   * whole budget is accepted only if no other body is in memory.
   */
  take(bytes: number): boolean {
    if (this.#held > 0 && this.#held + bytes > this.#total) return false;
    this.#held += bytes;
    return true;
  }

  give(bytes: number): void {
    this.#held -= bytes;
  }
}

/** Body of a request, or the reason why it was not read. A body counts against the budget until `release` is called. */
export type ReadBody =
  | { readonly outcome: 'read'; readonly body: Uint8Array; release(): void }
  | { readonly outcome: 'too large' | 'no memory' | 'aborted' };

/**
 * Reads a body of limited size. The rest of a rejected body is read and discarded, because a client that is still
 * sending would see a connection reset instead of the response.
 * @param early whether to return as soon as the body is rejected, before the client has sent all of it
 */
export function readBody(
  request: AnyRequest,
  { limit, budget, early = false }: { limit: number; budget: BodyBudget; early?: boolean },
): Promise<ReadBody> {
  return new Promise((resolve) => {
    const chunks: Uint8Array[] = [];
    let [held, size] = [0, 0];
    let rejected: 'too large' | 'no memory' | undefined;
    const release = () => {
      budget.give(held);
      held = 0;
    };
    const reject = (outcome: 'too large' | 'no memory') => {
      rejected = outcome;
      chunks.length = 0;
      release();
      if (early) resolve({ outcome });
    };
    request.on('data', (chunk: Uint8Array) => {
      if (rejected !== undefined) return;
      size += chunk.byteLength;
      if (size > limit) return reject('too large');
      if (!budget.take(chunk.byteLength)) return reject('no memory');
      held += chunk.byteLength;
      chunks.push(chunk);
    });
    const abort = () => {
      release();
      resolve({ outcome: 'aborted' });
    };
    request.on('end', () => {
      if (rejected !== undefined) return resolve({ outcome: rejected });
      request.off('close', abort);
      request.off('error', abort);
      resolve({ outcome: 'read', body: Buffer.concat(chunks), release });
    });
    request.on('close', abort);
    request.on('error', abort);
  });
}
