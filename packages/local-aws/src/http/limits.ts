import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';

/** Limits for a local server. They protect its memory from clients that open many connections or send slowly. */
export interface ServerLimits {
  /** Maximum number of open connections; further connections are closed immediately. */
  readonly connections: number;
  /** Timeout in milliseconds for a connection's first byte and for a request's headers. */
  readonly headersMs: number;
  /** Timeout for a whole request, in milliseconds. */
  readonly requestMs: number;
  /** Maximum time between two requests on a connection, in milliseconds. */
  readonly keepAliveMs: number;
  /** Maximum total size of the request bodies in memory, in bytes. */
  readonly heldBytes: number;
}

export const serverLimits: ServerLimits = {
  connections: 1_000,
  headersMs: 10_000,
  requestMs: 30_000,
  keepAliveMs: 60_000,
  heldBytes: 128 * 1024 * 1024,
};

/** Creates an HTTP/1.1 server with the given limits. The server does not listen yet. */
export function createLimitedServer(
  limits: ServerLimits,
  listener: RequestListener,
  options: ServerOptions = {},
): Server {
  const server = createServer(
    {
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      connectionsCheckingInterval: limits.headersMs / 10,
      keepAliveTimeout: limits.keepAliveMs,
      noDelay: true,
      ...options,
    },
    listener,
  );
  server.maxConnections = limits.connections;
  return server;
}

/**
 * Creates a server without a port, to which callers pass connections with `emit('connection', socket)`. Emits
 * `listening`, because Node.js checks a server's timeouts only after this event.
 */
export function createPortlessServer(limits: ServerLimits, listener: RequestListener): Server {
  const server = createLimitedServer(limits, listener);
  server.emit('listening');
  return server;
}
