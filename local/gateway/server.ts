import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttp2Server, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import { createServer, type Socket } from 'node:net';

type AnyRequest = IncomingMessage | Http2ServerRequest;
type AnyResponse = ServerResponse | Http2ServerResponse;

/** 16 MiB is what DynamoDB takes at most; nothing served here is larger. */
const maxBodyBytes = 16 * 1024 * 1024;

/** How an HTTP/2 connection without TLS begins. [RFC 9113, 3.4] */
const http2Preface = 'PRI';

export interface HttpCall {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Record<string, string>;
  body: Uint8Array;
}

export interface HttpAnswer {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array;
}

function readBody(request: AnyRequest): Promise<Uint8Array | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    request.on('data', (chunk: Uint8Array) => {
      size += chunk.byteLength;
      if (size <= maxBodyBytes) chunks.push(chunk);
    });
    request.on('end', () => resolve(size <= maxBodyBytes ? Buffer.concat(chunks) : undefined));
    request.on('error', reject);
  });
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

function write(response: AnyResponse, answer: HttpAnswer, http2: boolean): void {
  const { connection: _connection, 'transfer-encoding': _encoding, ...headers } = answer.headers;
  response.statusCode = answer.status;
  for (const [name, value] of Object.entries(http2 ? headers : answer.headers)) response.setHeader(name, value);
  if (answer.status !== 204) response.setHeader('content-length', String(Buffer.byteLength(answer.body)));
  // text stays text: node then writes it in one piece with the headers
  response.end(answer.body);
}

async function serve(
  { request, response }: { request: AnyRequest; response: AnyResponse },
  answer: (call: HttpCall) => Promise<HttpAnswer>,
  http2 = false,
): Promise<void> {
  const body = await readBody(request).catch(() => new Uint8Array());
  if (body === undefined) {
    write(response, { status: 413, headers: {}, body: 'the body is larger than 16 MiB' }, http2);
    return;
  }
  const [path = '/', ...query] = (request.url ?? '/').split('?');
  const call = {
    method: request.method ?? 'GET',
    path,
    query: new URLSearchParams(query.join('?')),
    headers: headersOf(request),
    body,
  };
  write(response, await answer(call), http2);
}

/**
 * A server of HTTP/1.1 that has no port of its own: connections are handed to it by `emit('connection', socket)`.
 * @param answer must not throw: what it cannot do is an answer too
 */
export const httpServer = (answer: (call: HttpCall, socket: Socket) => Promise<HttpAnswer>): Server =>
  createHttpServer(
    { keepAliveTimeout: 60_000 },
    (request, response) => void serve({ request, response }, (call) => answer(call, request.socket)),
  );

/**
 * One port for HTTP/1.1 and for HTTP/2 without TLS, told apart by their first bytes: the AWS SDK's Kinesis client
 * speaks HTTP/2 to an http endpoint, all others HTTP/1.1. Listens on 127.0.0.1 alone.
 * @param answer must not throw: what it cannot do is an answer too
 */
export async function listen(
  port: number,
  answer: (call: HttpCall) => Promise<HttpAnswer>,
): Promise<{ port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const http1 = httpServer(answer);
  const http2 = createHttp2Server({}, (request, response) => void serve({ request, response }, answer, true));

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.once('readable', () => {
      const first: unknown = socket.read();
      if (!Buffer.isBuffer(first)) return;
      socket.unshift(first);
      const target = first.subarray(0, http2Preface.length).toString('latin1') === http2Preface ? http2 : http1;
      target.emit('connection', socket);
    });
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1' }, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
