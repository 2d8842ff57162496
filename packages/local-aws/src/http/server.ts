import type { Server, ServerResponse } from 'node:http';
import { createServer as createHttp2Server, type Http2ServerResponse } from 'node:http2';
import { createServer, type Socket } from 'node:net';
import type { Clock } from '../clock';
import {
  type AnyRequest,
  BodyBudget,
  type HttpAnswer,
  type HttpCall,
  type HttpHead,
  headOf,
  readBody,
} from './http-call';
import { createPortlessServer, type ServerLimits, serverLimits } from './limits';
import { listenLocally } from './listen-locally';
import { foreignCaller } from './local-caller';

type AnyResponse = ServerResponse | Http2ServerResponse;

/** Maximum size of a request body. This is DynamoDB's limit, and no other local service accepts larger bodies. */
const maxBodyBytes = 16 * 1024 * 1024;
const maxHttp2Streams = 100;

/** First bytes of an HTTP/2 connection without TLS (RFC 9113, 3.4). */
const http2Preface = 'PRI';

function write(response: AnyResponse, answer: HttpAnswer, http2: boolean): void {
  const { connection: _connection, 'transfer-encoding': _encoding, ...headers } = answer.headers;
  response.statusCode = answer.status;
  for (const [name, value] of Object.entries(http2 ? headers : answer.headers)) response.setHeader(name, value);
  if (answer.status !== 204 && !isHead(response))
    response.setHeader('content-length', String(Buffer.byteLength(answer.body)));
  // do not convert the body to bytes, because Node.js writes a string together with the headers
  response.end(answer.body);
}

/**
 * Returns whether a response is for a HEAD request. Only the service can set the content-length of such a response,
 * because the length must be that of the response to a GET.
 */
const isHead = ({ req }: AnyResponse): boolean => req.method === 'HEAD';

const plain = (status: number, message: string): HttpAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message }),
});

const formatBytes = (bytes: number) => (bytes >= 1024 * 1024 ? `${bytes / 1024 / 1024} MiB` : `${bytes / 1024} KiB`);

/** Callbacks that a server calls for each request. */
interface Answering {
  /** Handles a request. Instead of throwing, it must return errors as responses. */
  answer(call: HttpCall, socket: Socket): Promise<HttpAnswer>;
  /** Returns the maximum body size of a request in bytes (default: 16 MiB). */
  bodyLimit?(head: HttpHead): number;
}

/** Creates a request handler for both HTTP versions. All request bodies share one memory budget. */
function createHandler({ answer, bodyLimit = () => maxBodyBytes }: Answering, { heldBytes, requestMs }: ServerLimits) {
  const budget = new BodyBudget(heldBytes);
  /** Counts a response against the budget until the client has read it. Returns false if the budget is exhausted. */
  const hold = (response: AnyResponse, { body }: HttpAnswer): boolean => {
    const bytes = Buffer.byteLength(body);
    if (!budget.take(bytes)) return false;
    response.once('close', () => budget.give(bytes));
    response.setTimeout(requestMs, () => response.destroy());
    return true;
  };
  const noMemory = plain(
    503,
    `requests in flight have reached the memory limit of ${formatBytes(heldBytes)}; try again`,
  );
  return async (
    { request, response }: { request: AnyRequest; response: AnyResponse },
    http2 = false,
  ): Promise<void> => {
    const head = headOf(request);
    const foreign = foreignCaller(head.headers);
    const limit = foreign === undefined ? Math.min(bodyLimit(head), maxBodyBytes) : 0;
    const read = await readBody(request, { limit, budget });
    if (read.outcome === 'aborted') return;
    if (foreign !== undefined) return write(response, plain(403, foreign), http2);
    if (read.outcome === 'read') {
      const answered = await answer({ ...head, body: read.body }, request.socket).finally(read.release);
      return write(response, hold(response, answered) ? answered : noMemory, http2);
    }
    const tooLarge = plain(413, `the body is larger than ${formatBytes(limit)}`);
    write(response, read.outcome === 'too large' ? tooLarge : noMemory, http2);
  };
}

/** Creates an HTTP/1.1 server without a port, to which callers pass connections with `emit('connection', socket)`. */
export function httpServer(answering: Answering, limits = serverLimits): Server {
  const serve = createHandler(answering, limits);
  return createPortlessServer(limits, (request, response) => void serve({ request, response }));
}

/**
 * Opens one port on 127.0.0.1 for HTTP/1.1 and for HTTP/2 without TLS. The first bytes of a connection determine the
 * protocol. The AWS SDK's Kinesis client uses HTTP/2 for http endpoints; all other clients use HTTP/1.1.
 * @throws Error EADDRINUSE if the port is in use
 */
export async function listen(
  port: number,
  { limits = serverLimits, after, ...answering }: Answering & { limits?: ServerLimits; after: Clock['real']['after'] },
): Promise<{ port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const serve = createHandler(answering, limits);
  const http1 = createPortlessServer(limits, (request, response) => void serve({ request, response }));
  const http2 = createHttp2Server(
    { settings: { maxConcurrentStreams: maxHttp2Streams } },
    (request, response) => void serve({ request, response }, true),
  );
  http2.on('session', (session) => {
    const firstRequest = after(limits.headersMs, () => session.destroy());
    session.once('stream', firstRequest);
    session.once('close', firstRequest);
    session.setTimeout(limits.keepAliveMs, () => session.destroy());
    session.on('stream', (stream) => {
      const wholeRequest = after(limits.requestMs, () => stream.close());
      stream.once('end', wholeRequest);
      stream.once('close', wholeRequest);
    });
  });

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.setTimeout(limits.headersMs, () => socket.destroy());
    socket.once('readable', () => {
      socket.removeAllListeners('timeout');
      socket.setTimeout(0);
      const first: unknown = socket.read();
      if (!Buffer.isBuffer(first)) return;
      socket.unshift(first);
      const target = first.subarray(0, http2Preface.length).toString('latin1') === http2Preface ? http2 : http1;
      target.emit('connection', socket);
    });
  });
  server.maxConnections = limits.connections;

  return {
    port: await listenLocally(server, port),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        http1.close();
        for (const socket of sockets) socket.destroy();
      }),
  };
}
