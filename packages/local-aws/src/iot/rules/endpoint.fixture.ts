import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { buffer } from 'node:stream/consumers';

interface ReceivedRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/**
 * Starts an HTTP server that records requests.
 * @param statuses status codes of the first responses to requests other than confirmation requests; the default is 200
 */
export async function startEndpoint() {
  const received: ReceivedRequest[] = [];
  const statuses: number[] = [];
  const waiting: (() => void)[] = [];
  const server = createServer(async (request, response) => {
    const body = (await buffer(request)).toString('utf8');
    const path = request.url ?? '';
    received.push({ path, headers: request.headers, body });
    response.writeHead(path.includes('confirmationToken') ? 200 : (statuses.shift() ?? 200)).end();
    for (const resume of waiting.splice(0)) resume();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  return {
    url,
    statuses,
    /** Removes and returns the requests received so far, after at least the given number of requests. */
    async requests(atLeast: number): Promise<ReceivedRequest[]> {
      while (received.length < atLeast) await new Promise<void>((resolve) => waiting.push(resolve));
      return received.splice(0);
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
