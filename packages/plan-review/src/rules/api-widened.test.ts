import { apiWidened } from './api-widened';
import { reportedBy, updated } from './dangers.fixture';

const reported = reportedBy(apiWidened);
const api = (paths: object, more: object = {}) => ({ body: JSON.stringify({ openapi: '3.0.1', paths, ...more }) });
const changed = (before: object, after: object) => updated('aws_api_gateway_rest_api.api', before, after);
const asking = (...security: readonly object[]) => ({ security });
const ofOne = (before: object, after: object) => changed(api({ '/d': { get: before } }), api({ '/d': { get: after } }));

const bearer = asking({ users: ['read'] });
test.each([
  ['the security property is removed', bearer, {}],
  ['the security property is empty', bearer, { security: [] }],
  ['an empty alternative is added', bearer, { security: [{ users: [] }, {}] }],
])('reports a method that anyone can call if %s', (_, before, after) => {
  expect(reported(ofOne(before, after))).toEqual([
    'aws_api_gateway_rest_api.api: GET /d can be called without authentication',
  ]);
  expect(reported(ofOne(after, before))).toEqual([]);
});

describe('methods that accept more callers', () => {
  test.each([
    [
      'an additional scope',
      asking({ p: ['admin'] }),
      asking({ p: ['admin', 'read'] }),
      'with the scope read as well as admin',
    ],
    [
      'an additional scope in one of several alternatives',
      asking({ p: ['a'] }, { p: ['b'] }),
      asking({ p: ['c', 'b'] }, { p: ['a'] }),
      'with the scope c as well as a or b',
    ],
    ['a removed scope', asking({ p: ['admin'] }), asking({ p: [] }), 'without the scope admin'],
    ['a removed scheme', asking({ p: ['admin'], app: [] }), asking({ p: ['admin'] }), 'without app'],
    [
      'an additional alternative',
      asking({ p: ['admin'] }),
      asking({ p: ['admin'] }, { q: [] }),
      'with q and without p',
    ],
  ])('reports a method with %s', (_, before, after, how) => {
    expect(reported(ofOne(before, after))).toEqual([`aws_api_gateway_rest_api.api: GET /d can now be called ${how}`]);
    expect(reported(ofOne(after, before))).toEqual([]);
  });

  test('reports a method with a replaced scope, because either scope may be wider', () => {
    const [admin, read] = [asking({ p: ['admin'], app: [] }), asking({ p: ['read'], app: [] })];
    expect([reported(ofOne(admin, read)), reported(ofOne(read, admin))]).toEqual([
      ['aws_api_gateway_rest_api.api: GET /d can now be called with the scope read instead of admin'],
      ['aws_api_gateway_rest_api.api: GET /d can now be called with the scope admin instead of read'],
    ]);
  });

  test('reports replaced scopes together with the remaining scopes', () =>
    expect(reported(ofOne(asking({ p: ['a', 'b', 'c'] }), asking({ p: ['a', 'd', 'e'] })))).toEqual([
      'aws_api_gateway_rest_api.api: GET /d can now be called with the scopes d or e as well as a',
    ]));

  test('reports a method if scopes from two alternatives can now be combined', () =>
    expect(
      reported(ofOne(asking({ p: ['a'], q: ['x'] }, { p: ['b'], q: ['y'] }), asking({ p: ['a'], q: ['y'] }))),
    ).toEqual(['aws_api_gateway_rest_api.api: GET /d can now be called with the scope y instead of x']));

  test('reports methods with identical changes together', () => {
    const all = (one: object) => api({ '/d': { get: one, put: one }, '/e': { get: one } });
    const [before, after] = [all(asking({ p: [], app: [] })), all(asking({ p: [] }))];
    expect(reported(changed(before, after))).toEqual([
      'aws_api_gateway_rest_api.api: GET /d, PUT /d and GET /e can now be called without app',
    ]);
  });
});

test('ignores reordered and stricter requirements', () => {
  const [before, after] = [asking({ p: ['a', 'b'] }, { q: [] }), asking({ q: [], app: [] }, { p: ['b', 'a'] })];
  expect(reported(ofOne(before, after))).toEqual([]);
});

test.each([
  ['merged into one list', [{ p: ['a'] }, { p: ['b'] }], [{ p: ['a', 'b'] }]],
  [
    'merged into one list that also requires another scheme',
    [{ p: ['a'] }, { p: ['b'], app: [] }],
    [{ p: ['a', 'b'], app: [] }],
  ],
])('ignores scopes that are only rewritten: %s', (_, before, after) =>
  expect(reported(ofOne(asking(...before), asking(...after)))).toEqual([]),
);

test('compares an operation with the ANY method of its path, before and after the change', () => {
  const any = (one: object) => api({ '/d': { 'x-amazon-apigateway-any-method': one } });
  const get = (one: object) => api({ '/d': { get: one } });
  const open = { security: [] };
  const isOpen = ['aws_api_gateway_rest_api.api: GET /d can be called without authentication'];
  expect(reported(changed(any(bearer), get(open)))).toEqual(isOpen);
  expect(reported(changed(get(bearer), any(open)))).toEqual(isOpen);
  expect(reported(changed(any(bearer), get(bearer)))).toEqual([]);
  expect(reported(changed(any(bearer), api({ '/e': { get: open } })))).toEqual([]);
});

test('applies the document’s security to methods without security', () => {
  const [closed, open] = [api({ '/d': { get: {} } }, bearer), api({ '/d': { get: {} } })];
  expect(reported(changed(closed, open))).toHaveLength(1);
  expect(reported(changed(api({ '/d': { get: bearer } }), closed))).toEqual([]);
});

test.each([
  ['aws_api_gateway_method', { authorization: 'COGNITO_USER_POOLS' }],
  ['aws_apigatewayv2_route', { authorization_type: 'JWT' }],
])('compares the scopes of %s unless they are known only after apply', (type, how) => {
  const scoped = (...scopes: readonly string[]) => ({ ...how, authorization_scopes: scopes });
  const address = `${type}.m`;
  expect(reported(updated(address, scoped('admin'), scoped('admin', 'read')))).toEqual([
    `${address} can now be called with the scope read as well as admin`,
  ]);
  expect(reported(updated(address, scoped('admin'), how))).toEqual([
    `${address} can now be called without the scope admin`,
  ]);
  expect(reported(updated(address, how, scoped('admin')))).toEqual([]);
  expect(reported(updated(address, scoped('admin'), how, { authorization_scopes: true }))).toEqual([]);
});

test.each([
  ['aws_api_gateway_method', { authorization: 'NONE' }],
  ['aws_apigatewayv2_route', { authorization_type: 'NONE' }],
  ['aws_apigatewayv2_route', { authorization_type: null }],
])('ignores the scopes of %s with %j, which had no effect', (type, how) =>
  expect(reported(updated(`${type}.m`, { ...how, authorization_scopes: ['admin'] }, how))).toEqual([]),
);

describe('newly accepted user pools', () => {
  const [own, other] = ['arn:aws:cognito-idp:eu-west-1:1:userpool/a', 'arn:aws:cognito-idp:eu-west-1:2:userpool/b'];
  const scheme = (...providerARNs: readonly string[]) => ({ 'x-amazon-apigateway-authorizer': { providerARNs } });
  const taking = (securitySchemes: object) => api({}, { components: { securitySchemes } });

  test('reports a user pool in an OpenAPI document, unless its security scheme is new', () => {
    const [one, both] = [taking({ person: scheme(own) }), taking({ person: scheme(own, other) })];
    expect(reported(changed(one, both))).toEqual([
      `aws_api_gateway_rest_api.api: person now accepts tokens from ${other}`,
    ]);
    expect(reported(changed(both, one))).toEqual([]);
    expect(reported(changed(one, taking({ person: scheme(own), partner: scheme(other) })))).toEqual([]);
  });

  test('reports a user pool of an authorizer, unless the list is known only after apply', () => {
    const address = 'aws_api_gateway_authorizer.a';
    const [one, both] = [{ provider_arns: [own] }, { provider_arns: [own, other] }];
    expect(reported(updated(address, one, both))).toEqual([`${address} now accepts tokens from ${other}`]);
    expect(reported(updated(address, one, both, { provider_arns: [false, true] }))).toEqual([]);
  });
});

test('ignores a body that is not an OpenAPI document', () =>
  expect(reported(changed(api({}), { body: 'torn {' }))).toEqual([]));
