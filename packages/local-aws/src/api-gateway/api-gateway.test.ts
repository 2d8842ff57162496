import { stopped } from '../stopped-platform.fixture';
import { ApiDocument } from './api-document';
import { createApiGateway } from './api-gateway';

const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:answer';
const proxy = {
  type: 'aws_proxy',
  uri: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`,
  timeoutInMillis: 1_000,
};
const pool = 'arn:aws:cognito-idp:us-east-1:000000000000:userpool/people';

/** Returns an API with two public paths, and a path that requires an API key and a token with a scope. */
const document = (more: object = {}) =>
  ApiDocument.parse({
    openapi: '3.0.1',
    paths: {
      '/open/{name}': { get: { 'x-amazon-apigateway-integration': proxy } },
      '/open/fixed': {
        get: { 'x-amazon-apigateway-integration': { type: 'mock', responses: { default: { statusCode: '204' } } } },
      },
      '/closed': {
        get: { security: [{ person: ['a/read'], app: [] }], 'x-amazon-apigateway-integration': proxy },
      },
    },
    components: {
      securitySchemes: {
        person: {
          type: 'apiKey',
          name: 'Authorization',
          'x-amazon-apigateway-authorizer': { type: 'cognito_user_pools', providerARNs: [pool] },
        },
        app: { type: 'apiKey', name: 'x-api-key' },
      },
    },
    ...more,
  });

type Outcome = Awaited<ReturnType<Parameters<typeof createApiGateway>[0]['lambda']['invoke']>>['outcome'];
const answered = (result: unknown): Outcome => ({ status: 'success', result });
const threw: Outcome = { status: 'error', error: { errorType: 'Error', errorMessage: 'secret details' } };

const parsed = (text: string): unknown => JSON.parse(text);

interface TestOptions {
  readonly outcome?: Outcome | Promise<Outcome>;
  readonly deniesInvocation?: boolean;
  readonly token?: Readonly<Record<string, unknown>> | 'expired' | 'invalid';
  readonly document?: object;
  readonly rate?: { readonly perSecond: number; readonly burst: number };
}

let close = async () => {};
afterEach(() => close());

async function started(given: TestOptions = {}) {
  const parts = stopped();
  const invoked: unknown[] = [];
  const lines: string[] = [];
  const gateway = createApiGateway({
    ...parts,
    signers: { credentialsOf: () => undefined, clocks: () => [] },
    place: { region: 'us-east-1', account: '000000000000' },
    writeLogs: (_group, _stream, messages) => void lines.push(...messages),
    userPools: {
      verify: async (poolArns, token) => {
        const verified = given.token ?? 'invalid';
        if (verified === 'expired' || verified === 'invalid' || !poolArns.includes(pool) || token !== 'good')
          return { refused: verified === 'expired' ? 'expired' : 'invalid' };
        return { claims: verified };
      },
    },
    lambda: {
      async invoke({ event, principal }) {
        if (given.deniesInvocation) throw new Error('AccessDenied');
        invoked.push({ event, principal });
        const outcome = await (given.outcome ?? answered({ statusCode: 200, body: '{}' }));
        return { outcome, milliseconds: 1, cold: false, lines: [], requestId: 'r' };
      },
    },
  });
  gateway.declareApi({ id: 'api', name: 'people', document: document(given.document) });
  const format = '{"path":"$context.resourcePath","status":"$context.status","who":"$context.authorizer.claims.sub"}';
  gateway.declareStage({ name: 'v1', apiId: 'api', accessLog: { group: 'log', format } });
  if (given.rate) gateway.throttle('api', 'v1', given.rate);
  gateway.plans.declarePlan({ id: 'plan', stages: ['api/v1'], rate: undefined, quota: undefined });
  gateway.plans.declareKey({ keyId: 'key', name: 'console', value: 'known', enabled: true });
  gateway.plans.addKey('plan', 'key');
  await gateway.listen(0);
  const [stage] = gateway.stages();
  close = gateway.close;
  const get = async (path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${stage?.url}${path}`, { headers });
    const text = await response.text();
    return { status: response.status, body: text === '' ? '' : parsed(text), headers: response.headers };
  };
  const sum = (metric: string) =>
    parts.metrics
      .series(`aws.apigateway.${metric}`)
      .flatMap(({ minutes }) => minutes)
      .reduce((total, minute) => total + minute.sum, 0);
  return { ...parts, get, invoked, lines, sum, stage };
}

const reader = { sub: 'ann', token_use: 'access', scope: 'a/read a/write' };
const admitted = { authorization: 'good', 'x-api-key': 'known' };

describe('an accepted request', () => {
  test("invokes the function with a proxy event, with the method's ARN as the source", async () => {
    const { get, invoked } = await started({ token: reader });
    expect(await get('/open/a%20b?x=1&x=2')).toMatchObject({ status: 200, body: {} });
    expect((await get('/closed', admitted)).status).toBe(200);
    expect(invoked).toMatchObject([
      {
        event: {
          resource: '/open/{name}',
          httpMethod: 'GET',
          pathParameters: { name: 'a b' },
          queryStringParameters: { x: '2' },
          multiValueQueryStringParameters: { x: ['1', '2'] },
          body: null,
        },
        principal: {
          service: 'apigateway.amazonaws.com',
          sourceArn: 'arn:aws:execute-api:us-east-1:000000000000:api/v1/GET/open/{name}',
        },
      },
      { event: { requestContext: { authorizer: { claims: { sub: 'ann', scope: 'a/read a/write' } } } } },
    ]);
  });

  test('matches a fixed path before a path with a parameter', async () => {
    const { get, invoked } = await started();
    expect((await get('/open/fixed')).status).toBe(204);
    expect(invoked).toEqual([]);
  });

  test('counts each request, and logs the names of its path parameters instead of their values', async () => {
    const { get, lines, sum } = await started({ token: reader });
    await get('/open/%22%7D%0Aforged');
    await get('/closed', admitted);
    await get('/closed');
    expect(lines).toEqual([
      '{"path":"/open/{name}","status":"200","who":"-"}',
      '{"path":"/closed","status":"200","who":"ann"}',
      '{"path":"/closed","status":"401","who":"-"}',
    ]);
    expect([sum('count'), sum('4xxerror'), sum('5xxerror')]).toEqual([3, 1, 0]);
  });
});

describe('a rejected request', () => {
  test.each([
    ['an unknown path', {}, '/nowhere', {}, 403, 'Missing Authentication Token'],
    ['no token', { token: reader }, '/closed', { 'x-api-key': 'known' }, 401, 'Unauthorized'],
    ['an invalid token', { token: 'invalid' }, '/closed', admitted, 401, 'Unauthorized'],
    ['an expired token', { token: 'expired' }, '/closed', admitted, 401, 'The incoming token has expired'],
    [
      'a token without the required scope',
      { token: { ...reader, scope: 'a/write' } },
      '/closed',
      admitted,
      401,
      'Unauthorized',
    ],
    ['an identity token', { token: { ...reader, token_use: 'id' } }, '/closed', admitted, 401, 'Unauthorized'],
    ['no key', { token: reader }, '/closed', { authorization: 'good' }, 403, 'Forbidden'],
    ['an unknown key', { token: reader }, '/closed', { ...admitted, 'x-api-key': 'x' }, 403, 'Forbidden'],
    ['too many requests', { rate: { perSecond: 0, burst: 0 } }, '/open/x', {}, 429, 'Too Many Requests'],
    ['no permission to invoke the function', { deniesInvocation: true }, '/open/x', {}, 500, 'Internal server error'],
    ['a function that fails', { outcome: threw }, '/open/x', {}, 502, 'Internal server error'],
    ['an invalid response', { outcome: answered('hello') }, '/open/x', {}, 502, 'Internal server error'],
  ] as const)("responds with API Gateway's response for %s", async (_, given, path, headers, status, message) => {
    const { get } = await started(given);
    expect(await get(path, headers)).toMatchObject({ status, body: { message } });
  });

  test('responds with a timeout error if the function takes too long', async () => {
    const { get, clock } = await started({ outcome: new Promise<Outcome>(() => undefined) });
    const asked = get('/open/x');
    let done = false;
    void asked.finally(() => {
      done = true;
    });
    while (!done) await clock.advance(500);
    expect(await asked).toMatchObject({ status: 504, body: { message: 'Endpoint request timed out' } });
  });

  test('rejects a request with the response that the API declares for the error type, or with the declared default response', async () => {
    const responses = {
      UNAUTHORIZED: {
        statusCode: '418',
        responseParameters: { 'gatewayresponse.header.X-Why': "'no token'" },
        responseTemplates: { 'application/json': '{"detail":$context.error.messageString}' },
      },
      DEFAULT_4XX: { responseTemplates: { 'application/json': '{"kind":"$context.error.responseType"}' } },
    };
    const { get } = await started({ document: { 'x-amazon-apigateway-gateway-responses': responses } });
    const chosen = await get('/closed');
    expect(chosen).toMatchObject({ status: 418, body: { detail: 'Unauthorized' } });
    expect(chosen.headers.get('x-why')).toBe('no token');
    expect(await get('/nowhere')).toMatchObject({ status: 403, body: { kind: 'MISSING_AUTHENTICATION_TOKEN' } });
  });

  test('responds with status 403 if the stage does not exist', async () => {
    const { stage } = await started();
    const response = await fetch(`${stage?.url.replace('/v1', '/v2')}/open/x`);
    expect({ status: response.status, body: await response.json() }).toEqual({
      status: 403,
      body: { message: 'Forbidden' },
    });
  });
});
