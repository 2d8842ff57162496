import { apiNarrowed } from './api-narrowed';
import { reportedBy, updated } from './dangers.fixture';

const reported = reportedBy(apiNarrowed);
const bearer = { security: [{ users: ['read'] }] };
const api = (paths: object) => ({ body: JSON.stringify({ openapi: '3.0.1', paths }) });
const changed = (before: object, after: object) => updated('aws_api_gateway_rest_api.api', before, after);

test('reports removed methods and paths, but no added methods or paths', () => {
  const [all, fewer] = [
    api({ '/devices': { get: bearer, post: bearer }, '/rooms': { get: bearer } }),
    api({ '/devices': { get: bearer } }),
  ];
  expect(reported(changed(all, fewer))).toEqual([
    'aws_api_gateway_rest_api.api no longer has POST /devices and GET /rooms: calls fail',
  ]);
  expect(reported(changed(fewer, all))).toEqual([]);
});

test('accepts an ANY method as a replacement for a removed method', () => {
  const [get, any] = [api({ '/d': { get: bearer } }), api({ '/d': { 'x-amazon-apigateway-any-method': bearer } })];
  expect(reported(changed(get, any))).toEqual([]);
  expect(reported(changed(any, get))).toEqual(['aws_api_gateway_rest_api.api no longer has ANY /d: calls fail']);
});

describe('rejected callers', () => {
  const asking = (...security: readonly object[]) => api({ '/d': { get: { security } } });
  test.each([
    ['fewer scopes', asking({ p: ['a', 'b', 'c'] }), asking({ p: ['a'] }), 'with the scopes b or c'],
    ['a replaced scope', asking({ p: ['a', 'b'] }), asking({ p: ['a', 'd'] }), 'with the scope b'],
    ['a new scope', asking({ p: [] }), asking({ p: ['a'] }), 'without the scope a'],
    ['an additional scheme', asking({ p: ['a'] }), asking({ p: ['a'], app: [] }), 'without app'],
    ['a removed alternative', asking({ p: [] }, { q: [] }), asking({ p: [] }), 'with q and without p'],
    ['new authentication', asking(), asking({ p: ['a'] }), 'without authentication'],
  ])('reports callers rejected because of %s', (_, before, after, how) =>
    expect(reported(changed(before, after))).toEqual([
      `aws_api_gateway_rest_api.api: GET /d can no longer be called ${how}`,
    ]),
  );

  test('reports callers rejected because a method resource accepts fewer scopes', () => {
    const scoped = (...scopes: readonly string[]) => ({ authorization: 'CUSTOM', authorization_scopes: scopes });
    expect(reported(updated('aws_api_gateway_method.m', scoped('a', 'b'), scoped('a')))).toEqual([
      'aws_api_gateway_method.m can no longer be called with the scope b',
    ]);
  });

  test('reports callers rejected because a method resource asks for another kind of authorization', () => {
    const [none, iam, users] = ['NONE', 'AWS_IAM', 'COGNITO_USER_POOLS'].map((authorization) => ({ authorization }));
    const [open, signed] = [none ?? {}, iam ?? {}];
    expect(reported(updated('aws_api_gateway_method.m', signed, users ?? {}))).toEqual([
      'aws_api_gateway_method.m rejects callers that authenticate with AWS_IAM, and accepts COGNITO_USER_POOLS instead',
    ]);
    expect(reported(updated('aws_api_gateway_method.m', open, signed))).toEqual([
      'aws_api_gateway_method.m can no longer be called without authentication',
    ]);
    expect(reported(updated('aws_api_gateway_method.m', signed, open))).toEqual([]);
  });

  test('reports no rejected callers if an API accepts more or different callers', () => {
    expect(reported(changed(asking({ p: ['a'] }), asking({ p: ['a', 'b'] })))).toEqual([]);
    expect(reported(changed(asking({ p: ['a'] }), asking({ p: ['b'] })))).toEqual([]);
    expect(reported(changed(asking({ p: ['a'] }, { p: ['b'] }), asking({ p: ['b', 'a'] })))).toEqual([]);
  });
});

test('ignores a body that is not an OpenAPI document', () =>
  expect(reported(changed(api({}), { body: 'torn {' }))).toEqual([]));
