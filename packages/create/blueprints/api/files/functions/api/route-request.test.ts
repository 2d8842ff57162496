import * as z from 'zod/mini';
import { bodyOf, ProxyEvent, type Request, requestOf, thingIn } from './request';
import { routeRequest } from './route-request';

const Named = z.strictObject({ name: z.string() });
const operations = {
  'GET /devices/{thing}': async (request: Request) => ({ status: 200, body: { thing: thingIn(request) } }),
  'PUT /devices/{thing}': async (request: Request) => {
    bodyOf(Named, request, 'an object with a "name"');
    return { status: 204, body: undefined };
  },
  'DELETE /devices/{thing}': async () => Promise.reject(new Error('no connection')),
};

/** Returns the response to a request for a device. */
const ask = (httpMethod: string, thing: string, body?: string) => {
  const event = ProxyEvent.parse({
    httpMethod,
    resource: '/devices/{thing}',
    pathParameters: { thing },
    body,
    requestContext: { requestId: 'r1', authorizer: { claims: { sub: 'ann' } } },
  });
  const route = `${event.httpMethod} ${event.resource}`;
  return routeRequest({ route, request: requestOf(event) }, { operations, origin: 'https://console.example.com' });
};

test("routeRequest returns the operation's response", async () => {
  expect(await ask('GET', 'meter-1')).toEqual({
    statusCode: 200,
    headers: { 'Access-Control-Allow-Origin': 'https://console.example.com', 'Content-Type': 'application/json' },
    body: '{"thing":"meter-1"}',
  });
  expect(await ask('PUT', 'meter-1', '{"name":"Hall"}')).toMatchObject({ statusCode: 204, body: '' });
});

test.each([
  ['an invalid device name', 'GET', '../meter-1', '', 404, 'The device does not exist.'],
  ['an unknown route', 'POST', 'meter-1', '', 404, 'The resource does not exist.'],
  ['a body that is not JSON', 'PUT', 'meter-1', '{', 400, 'The body must be an object with a "name".'],
])('routeRequest returns a problem document for %s', async (_what, method, thing, body, status, detail) => {
  const response = await ask(method, thing, body);
  expect(response).toMatchObject({
    statusCode: status,
    headers: { 'Content-Type': 'application/problem+json' },
  });
  expect(JSON.parse(response.body)).toMatchObject({ status, detail });
});

test('routeRequest rethrows other errors; API Gateway then returns 502', async () => {
  await expect(ask('DELETE', 'meter-1')).rejects.toThrow('no connection');
});
