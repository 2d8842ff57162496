import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { accessOf } from './account-access';
import { readAccount } from './read-account';

const monitor = (id: number) => ({ id, name: `m${id}`, type: 'metric alert', query: 'avg(last_5m):avg:a.b{*} > 1' });

let server: Server | undefined;
afterEach(() => new Promise((done) => server?.close(done)));

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
const answer =
  (status: number, body: unknown, headers = {}): RequestListener =>
  (_request, response) =>
    void response.writeHead(status, headers).end(JSON.stringify(body));

describe('readAccount', () => {
  test('reads every page with the keys', async () => {
    const asked: unknown[] = [];
    const url = await answering(({ url: path = '', headers }, response) => {
      asked.push([path, headers['dd-api-key'], headers['dd-application-key']]);
      const page = Number(new URL(path, 'http://x').searchParams.get('page'));
      const size = page === 0 ? 200 : 3;
      response.end(JSON.stringify(Array.from({ length: size }, (_, at) => monitor(page * 200 + at + 1))));
    });
    const found = await readAccount(accessOf(keys, url));
    expect(found).toHaveLength(203);
    expect(found.at(-1)).toMatchObject({ kind: 'monitor', datadogId: '203' });
    expect(asked).toEqual([
      ['/api/v1/monitor?page=0&page_size=200', 'secret-api', 'secret-app'],
      ['/api/v1/monitor?page=1&page_size=200', 'secret-api', 'secret-app'],
    ]);
  });

  test('waits until the rate limit resets', async () => {
    const waits: number[] = [];
    let requests = 0;
    const url = await answering((request, response) => {
      requests += 1;
      const listener = requests === 1 ? answer(429, {}, { 'x-ratelimit-reset': '7' }) : answer(200, [monitor(1)]);
      listener(request, response);
    });
    const access = { ...accessOf(keys, url), wait: async (seconds: number) => waits.push(seconds) };
    expect(await readAccount(access)).toHaveLength(1);
    expect(waits).toEqual([7]);
  });

  test.each<[number, object, unknown, RegExp]>([
    [401, {}, {}, /answered 401: the keys are invalid for this site; check DD_API_KEY, DD_APP_KEY and DD_SITE$/],
    [403, {}, {}, /answered 403: the application key lacks the scope monitors_read/],
    [429, { 'x-ratelimit-reset': '3600' }, {}, /the rate limit resets in 3600 s; try again then$/],
    [503, {}, {}, /answered 503: try again later$/],
    [200, {}, { errors: [] }, /expected a list of monitors; check --api-url$/],
    [200, {}, [], /returned no monitors; check DD_SITE/],
  ])('reports an answer %i with %j and %j in one line without the keys', async (status, headers, body, message) => {
    const url = await answering(answer(status, body, headers));
    const access = { ...accessOf(keys, url), wait: async () => undefined };
    const failed = readAccount(access).catch((error: unknown) => String(error));
    expect(await failed).toMatch(message);
    expect(await failed).not.toMatch(/secret|\n/);
  });

  test('reports a host that does not answer', async () => {
    const access = accessOf(keys, 'http://127.0.0.1:1');
    await expect(readAccount(access)).rejects.toThrow(
      /^127\.0\.0\.1:1 cannot be reached \(.*\); check DD_SITE and the network$/,
    );
  });
});

describe('accessOf', () => {
  test('uses the site of DD_SITE', () => {
    expect([accessOf(keys, undefined).url, accessOf({ ...keys, DD_SITE: 'datadoghq.eu' }, undefined).url]).toEqual([
      'https://api.datadoghq.com',
      'https://api.datadoghq.eu',
    ]);
  });

  test.each([
    [{}, undefined, 'DD_API_KEY and DD_APP_KEY must be set'],
    [{ DD_API_KEY: 'x' }, undefined, 'DD_APP_KEY must be set'],
    [keys, 'http://api.datadoghq.com', 'expected https, because the keys are sent to it'],
    [keys, 'datadoghq.com', 'invalid API address "datadoghq.com": expected for example https://api.datadoghq.eu'],
    [{ ...keys, DD_SITE: 'a b' }, undefined, 'invalid API address "https://api.a b"'],
  ])('rejects %j with the address %s', (variables, url, message) => {
    expect(() => accessOf(variables, url)).toThrow(message);
  });
});
