import type { Server } from 'node:net';

/**
 * Makes a server listen on 127.0.0.1 only.
 * @returns the port; a free port is chosen if `port` is 0
 * @throws Error EADDRINUSE if the port is in use
 */
export async function listenLocally(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1' }, resolve);
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}
