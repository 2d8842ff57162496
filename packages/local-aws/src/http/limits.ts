import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';

/** Limits of a local server. They keep clients that open many connections, or send slowly, from exhausting its memory. */
export interface ServerLimits {
  /** Maximum number of open connections; further connections are closed immediately. */
  readonly connections: number;
  /** Timeout for a request's headers and a connection's first byte, in milliseconds. */
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

/** Creates an HTTP/1.1 server with these limits, which does not listen yet. */
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
 * Creates a server without a port: connections are passed to it by `emit('connection', socket)`.
 * Node.js starts to check the timeouts of a server when it emits `listening`, which a server without a port never does.
 */
export function createPortlessServer(limits: ServerLimits, listener: RequestListener): Server {
  const server = createLimitedServer(limits, listener);
  server.emit('listening');
  return server;
}
