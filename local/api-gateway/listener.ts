import { createServer, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { HttpAnswer, HttpCall } from '../gateway/server';

/** API Gateway developer guide, "Quotas for REST APIs": 10 MB, and 10,240 bytes of headers. */
const bodyAtMost = 10 * 1024 * 1024;
const headersAtMost = 10_240;

/** How much is taken, and how long is waited for it, in ms. */
interface ListenerLimits {
  readonly sockets: number;
  readonly headersMs: number;
  readonly requestMs: number;
}

/** Whoever opens sockets and says nothing, or says it slowly, shall not take the laptop's memory. */
const limitsOfAnApi: ListenerLimits = { sockets: 1_000, headersMs: 10_000, requestMs: 30_000 };

/** A request that is larger than API Gateway takes comes without its body. */
export interface ApiCall extends HttpCall {
  readonly tooLarge: boolean;
}

export interface ApiListener {
  readonly port: number;
  close(): Promise<void>;
}

/** Who asks for a WebSocket: what he has asked, and the connection to go on with. */
export interface UpgradeCall extends Omit<HttpCall, 'body'> {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
}

/** What is done with requests. Neither may throw. */
interface Answering {
  answer(call: ApiCall): Promise<HttpAnswer>;
  upgrade(call: UpgradeCall): Promise<void>;
}

/** The port of the APIs, on 127.0.0.1 alone. Who sends slowly, or too much, is cut off. */
export async function listenForApis(
  port: number,
  { answer, upgrade }: Answering,
  limits = limitsOfAnApi,
): Promise<ApiListener> {
  const server = createServer(
    {
      maxHeaderSize: headersAtMost,
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      connectionsCheckingInterval: limits.headersMs / 10,
      keepAliveTimeout: 60_000,
      noDelay: true,
    },
    (request, response) => {
      void readCall(request)
        .then(async (call) => {
          if (call === undefined) return;
          const { status, headers, body } = await answer(call);
          const length = status === 204 ? {} : { 'content-length': String(Buffer.byteLength(body)) };
          // what is still under way of its body is not read
          const last = call.tooLarge ? { connection: 'close' } : {};
          response.writeHead(status, { ...headers, ...length, ...last }).end(body);
        })
        .catch(() => request.destroy());
    },
  );
  server.on('upgrade', (request, socket, head) => {
    void upgrade({ ...headOf(request), request, socket, head }).catch(() => socket.destroy());
  });
  server.maxConnections = limits.sockets;
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
        server.closeAllConnections();
      }),
  };
}

function headOf(request: IncomingMessage): Omit<HttpCall, 'body'> {
  const [path = '/', ...query] = (request.url ?? '/').split('?');
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(',') : (value ?? ''),
    ]),
  );
  return { method: request.method ?? 'GET', path, query: new URLSearchParams(query.join('?')), headers };
}

/** @returns undefined where the one who asks has gone */
function readCall(request: IncomingMessage): Promise<ApiCall | undefined> {
  const call = headOf(request);
  return new Promise((resolve) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    request.on('data', (chunk: Uint8Array) => {
      size += chunk.byteLength;
      if (size <= bodyAtMost) return void chunks.push(chunk);
      chunks.length = 0;
      resolve({ ...call, body: new Uint8Array(), tooLarge: true });
    });
    request.on('end', () => resolve({ ...call, body: Buffer.concat(chunks), tooLarge: false }));
    request.on('close', () => resolve(undefined));
    request.on('error', () => resolve(undefined));
  });
}
