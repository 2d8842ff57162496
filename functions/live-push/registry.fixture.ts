import { once } from 'node:events';
import { createServer } from 'node:http';

export interface Registry {
  readonly url: string;
  /** The attribute `room` of things, by their names. */
  readonly rooms: Map<string, string | undefined>;
  readonly asked: number;
  close(): void;
}

/** AWS IoT's registry, as far as DescribeThing asks for it (API reference). */
export async function registry(): Promise<Registry> {
  const rooms = new Map<string, string | undefined>();
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
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
    get asked() {
      return asked;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
