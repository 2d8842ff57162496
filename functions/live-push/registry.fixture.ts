import { once } from 'node:events';
import { createServer } from 'node:http';

export interface Registry {
  readonly url: string;
  /** Values of the `room` attribute, by thing name. */
  readonly rooms: Map<string, string | undefined>;
  readonly requests: number;
  close(): void;
}

/** Starts a fake AWS IoT registry that implements DescribeThing (API reference). */
export async function registry(): Promise<Registry> {
  const rooms = new Map<string, string | undefined>();
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    const thingName = request.url?.split('/').at(-1) ?? '';
    const room = rooms.get(thingName);
    const known = rooms.has(thingName);
    const headers = known ? {} : { 'x-amzn-errortype': 'ResourceNotFoundException' };
    response.writeHead(known ? 200 : 404, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(known ? { thingName, attributes: room === undefined ? {} : { room } } : {}));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    rooms,
    get requests() {
      return requests;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
