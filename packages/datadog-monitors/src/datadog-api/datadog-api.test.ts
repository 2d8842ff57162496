import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cachedApi } from './answer-cache';
import { apiAccessIn } from './api-access';
import { keys, startDatadog } from './datadog.fixture';
import { createDatadogApi } from './datadog-api';

type StandIn = Awaited<ReturnType<typeof startDatadog>>;
let datadog: StandIn;
beforeEach(async () => {
  datadog = await startDatadog({ answers: { '/api/v1/monitor': [{ id: 1 }] } });
});
afterEach(() => datadog.stop());

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

describe('createDatadogApi', () => {
  test('sends both keys and the parameters', async () => {
    const api = createDatadogApi(datadog.access);
    await expect(api.getJson('/api/v1/monitor', { page: 0, name: 'a b' })).resolves.toEqual([{ id: 1 }]);
    expect(datadog.requestedUrls.map(({ search }) => search)).toEqual(['?page=0&name=a+b']);
  });

  test('waits until the limit is reset, and then sends the request again', async () => {
    datadog.faults.push({ status: 429, headers: { 'x-ratelimit-reset': '0' } }, { status: 503 });
    await expect(createDatadogApi(datadog.access).getJson('/api/v1/monitor')).resolves.toEqual([{ id: 1 }]);
    expect(datadog.requestedUrls).toHaveLength(3);
  });

  test('sends a request again if the server closes the connection, but only once', async () => {
    const cut = { status: 0, isCut: true };
    datadog.faults.push(cut);
    const api = createDatadogApi(datadog.access);
    await expect(api.getJson('/api/v1/monitor')).resolves.toEqual([{ id: 1 }]);
    datadog.faults.push(cut, cut);
    expect(await failure(api.getJson('/api/v1/monitor'))).toContain('cannot be reached');
  });

  test.each([
    [
      '401',
      { status: 401 },
      'Datadog rejected DD_API_KEY (401); check the key and DD_SITE, because keys belong to one site',
    ],
    [
      '403',
      { status: 403 },
      /^Datadog denied access to \/api\/v1\/monitor \(403\); check DD_APP_KEY, DD_SITE and the scopes/,
    ],
    [
      '429 with a long wait',
      { status: 429, headers: { 'x-ratelimit-reset': '3000', 'x-ratelimit-name': 'query' } },
      'Datadog throttled /api/v1/monitor (429, limit query); wait 3000 s, or request a shorter range',
    ],
    [
      '400',
      { status: 400, body: { errors: ['bad\nquery'] } },
      'Datadog responded to /api/v1/monitor with 400: bad query',
    ],
  ])('reports %s in one line without the keys', async (_, fault, message) => {
    datadog.faults.push(fault);
    const failureText = await failure(createDatadogApi(datadog.access).getJson('/api/v1/monitor'));
    expect(failureText).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
    expect(failureText).not.toMatch(/a{32}|b{40}|\n/);
  });

  test('reports a missing response in one line', async () => {
    datadog.faults.push({ status: 0, isSilent: true });
    const failureText = await failure(createDatadogApi(datadog.access, { timeoutMs: 200 }).getJson('/api/v1/monitor'));
    expect(failureText).toMatch(/^Datadog at http:\/\/127.* cannot be reached \(no response within 0\.2 s\)[^\n]*$/);
  });
});

describe('cachedApi', () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'datadog-answers-')), 'cache');
  afterAll(() => rmSync(join(folder, '..'), { recursive: true }));

  const range = (from: number) => ({ from, to: 120, query: 'avg:a.b{*}' });

  test('requests points once, and caches them where only the user can read them', async () => {
    const api = cachedApi(createDatadogApi(datadog.access), folder);
    for (const from of [0, 0, 60]) await api.getJson('/api/v1/query', range(from));
    expect(datadog.requestedUrls).toHaveLength(2);
    const [file = ''] = readdirSync(folder);
    expect([folder, join(folder, file)].map((path) => (statSync(path).mode & 0o777).toString(8))).toEqual([
      '700',
      '600',
    ]);
  });

  test('caches only points, separately for each account', async () => {
    const api = cachedApi(createDatadogApi(datadog.access), folder);
    for (const page of [0, 0]) await api.getJson('/api/v1/monitor', { page });
    expect(datadog.requestedUrls).toHaveLength(2);
    const other = cachedApi(createDatadogApi({ ...datadog.access, apiKey: 'x' }), folder);
    await expect(other.getJson('/api/v1/query', range(0))).rejects.toThrow('(401)');
  });
});

describe('apiAccessIn', () => {
  const both = { DD_API_KEY: keys.apiKey, DD_APP_KEY: keys.appKey };

  test.each([
    [{}, 'https://api.datadoghq.com'],
    [{ DD_SITE: 'ap1.datadoghq.com' }, 'https://api.ap1.datadoghq.com'],
    [{ DD_SITE: 'datadoghq.eu', DD_HOST: 'https://proxy.example.com/dd/' }, 'https://proxy.example.com/dd'],
    [{ DD_HOST: 'http://127.0.0.1:8126' }, 'http://127.0.0.1:8126'],
  ])('for %j, returns the address %s', (environment, url) =>
    expect(apiAccessIn({ ...both, ...environment })?.url).toBe(url),
  );

  test('returns undefined without keys', () => expect(apiAccessIn({ DD_SITE: 'datadoghq.eu' })).toBeUndefined());

  test.each([
    [{ DD_API_KEY: 'a' }, 'DD_APP_KEY is not set; reading from Datadog needs both keys'],
    [{ ...both, DD_SITE: 'a/b' }, 'invalid DD_SITE "a/b": expected a site, for example datadoghq.eu'],
    [
      { ...both, DD_HOST: 'http://datadog.example.com' },
      'invalid DD_HOST "http://datadog.example.com": expected an https address, for example https://api.datadoghq.eu',
    ],
  ])('rejects %j', (environment, message) => expect(() => apiAccessIn(environment)).toThrow(message));
});
