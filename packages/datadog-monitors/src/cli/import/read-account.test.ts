import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { accountAccess, readAccount } from './read-account';

const monitor = (id: number) => ({ id, name: `m${id}`, type: 'metric alert', query: 'avg(last_5m):avg:a.b{*} > 1' });

let server: Server | undefined;
afterEach(() => new Promise((done) => (server ? server.close(done) : done(undefined))));

/** Starts a stand-in for Datadog's API on a free port. */
async function answering(listener: RequestListener): Promise<string> {
  const started = createServer(listener);
  server = started;
  await new Promise<void>((ready) => started.listen(0, '127.0.0.1', ready));
  const address = started.address();
  return `http://127.0.0.1:${isInet(address) ? address.port : 0}`;
}
const isInet = (address: AddressInfo | string | null): address is AddressInfo =>
  typeof address === 'object' && address !== null;

const keys = { DD_API_KEY: 'secret-api', DD_APP_KEY: 'secret-app' };

describe('readAccount', () => {
  test('reads the monitors of every page, and reports how many it has read', async () => {
    const url = await answering(({ url: path = '' }, response) => {
      const page = Number(new URL(path, 'http://x').searchParams.get('page'));
      const ids = Array.from({ length: page === 0 ? 100 : 3 }, (_, at) => page * 100 + at + 1);
      response.end(JSON.stringify(ids.map(monitor)));
    });
    const read: number[] = [];
    const found = await readAccount(accountAccess(keys, url), (count) => read.push(count));
    expect(found.at(-1)).toMatchObject({ kind: 'monitor', datadogId: '103' });
    expect(read).toEqual([100, 103]);
  });

  test('rejects an account without monitors', async () => {
    const url = await answering((_request, response) => void response.end('[]'));
    await expect(readAccount(accountAccess(keys, url))).rejects.toThrow('returned no monitors; check DD_SITE');
  });
});

describe('accountAccess', () => {
  test.each([
    [{}, undefined, 'DD_API_KEY and DD_APP_KEY must be set'],
    [{ DD_API_KEY: 'x' }, undefined, 'DD_APP_KEY is not set'],
    [keys, 'http://api.datadoghq.com', 'expected an https address'],
    [keys, 'datadoghq.com', 'expected an https address'],
    [{ ...keys, DD_SITE: 'a b' }, undefined, 'invalid DD_SITE "a b"'],
  ])('rejects %j with the address %s', (environment, url, message) => {
    expect(() => accountAccess(environment, url)).toThrow(message);
  });
});
