import { apiWidened } from './api-widened';
import { saidBy, updated } from './dangers.fixture';

const said = saidBy(apiWidened);
const api = (paths: object, more: object = {}) => ({ body: JSON.stringify({ openapi: '3.0.1', paths, ...more }) });
const changed = (before: object, after: object) => updated('aws_api_gateway_rest_api.api', before, after);
const asking = (...security: readonly object[]) => ({ security });
const ofOne = (before: object, after: object) => changed(api({ '/d': { get: before } }), api({ '/d': { get: after } }));

const bearer = asking({ users: ['read'] });
test.each([
  ['its security is gone', bearer, {}],
  ['its security is empty', bearer, { security: [] }],
  ['nobody needs one of the alternatives', bearer, { security: [{ users: [] }, {}] }],
])('a method that everybody may call from now on, since %s, is told', (_, before, after) => {
  expect(said(ofOne(before, after))).toEqual([
    'aws_api_gateway_rest_api.api: GET /d can be called without authentication',
  ]);
  expect(said(ofOne(after, before))).toEqual([]);
});

describe('a method that lets in more than before is told', () => {
  test.each([
    [
      'by a scope more',
      asking({ p: ['admin'] }),
      asking({ p: ['admin', 'read'] }),
      'with the scope read as well as admin',
    ],
    [
      'by a scope more of several',
      asking({ p: ['a'] }, { p: ['b'] }),
      asking({ p: ['c', 'b'] }, { p: ['a'] }),
      'with the scope c as well as a or b',
    ],
    ['without a scope', asking({ p: ['admin'] }), asking({ p: [] }), 'without the scope admin'],
    ['without a scheme', asking({ p: ['admin'], app: [] }), asking({ p: ['admin'] }), 'without app'],
    ['by an alternative', asking({ p: ['admin'] }), asking({ p: ['admin'] }, { q: [] }), 'with q and without p'],
  ])('%s', (_, before, after, how) => {
    expect(said(ofOne(before, after))).toEqual([`aws_api_gateway_rest_api.api: GET /d can now be called ${how}`]);
    expect(said(ofOne(after, before))).toEqual([]);
  });

  test('by another scope, in either direction: neither is known to be the greater', () => {
    const [admin, read] = [asking({ p: ['admin'], app: [] }), asking({ p: ['read'], app: [] })];
    expect([said(ofOne(admin, read)), said(ofOne(read, admin))]).toEqual([
      ['aws_api_gateway_rest_api.api: GET /d can now be called with the scope read instead of admin'],
      ['aws_api_gateway_rest_api.api: GET /d can now be called with the scope admin instead of read'],
    ]);
  });

  test('by other scopes beside one that stays, which alone is named', () =>
    expect(said(ofOne(asking({ p: ['a', 'b', 'c'] }), asking({ p: ['a', 'd', 'e'] })))).toEqual([
      'aws_api_gateway_rest_api.api: GET /d can now be called with the scopes d or e as well as a',
    ]));

  test('by two scopes that were of two requirements', () =>
    expect(said(ofOne(asking({ p: ['a'], q: ['x'] }, { p: ['b'], q: ['y'] }), asking({ p: ['a'], q: ['y'] })))).toEqual(
      ['aws_api_gateway_rest_api.api: GET /d can now be called with the scope y instead of x'],
    ));

  test('once for all that are opened alike', () => {
    const all = (one: object) => api({ '/d': { get: one, put: one }, '/e': { get: one } });
    const [before, after] = [all(asking({ p: [], app: [] })), all(asking({ p: [] }))];
    expect(said(changed(before, after))).toEqual([
      'aws_api_gateway_rest_api.api: GET /d, PUT /d and GET /e can now be called without app',
    ]);
  });
});

test('requirements in another order, or with one more, let in nobody', () => {
  const [before, after] = [asking({ p: ['a', 'b'] }, { q: [] }), asking({ q: [], app: [] }, { p: ['b', 'a'] })];
  expect(said(ofOne(before, after))).toEqual([]);
});

test.each([
  ['as one with both', [{ p: ['a'] }, { p: ['b'] }], [{ p: ['a', 'b'] }]],
  ['with another scheme beside', [{ p: ['a'] }, { p: ['b'], app: [] }], [{ p: ['a', 'b'], app: [] }]],
])('scopes that are written otherwise, %s, let in nobody', (_, before, after) =>
  expect(said(ofOne(asking(...before), asking(...after)))).toEqual([]),
);

test('an operation of a path that answers all methods counts, whether it is of its own before or after', () => {
  const any = (one: object) => api({ '/d': { 'x-amazon-apigateway-any-method': one } });
  const get = (one: object) => api({ '/d': { get: one } });
  const open = { security: [] };
  const isOpen = ['aws_api_gateway_rest_api.api: GET /d can be called without authentication'];
  expect(said(changed(any(bearer), get(open)))).toEqual(isOpen);
  expect(said(changed(get(bearer), any(open)))).toEqual(isOpen);
  expect(said(changed(any(bearer), get(bearer)))).toEqual([]);
  expect(said(changed(any(bearer), api({ '/e': { get: open } })))).toEqual([]);
});

test('the security of the whole document counts where a method says nothing', () => {
  const [closed, open] = [api({ '/d': { get: {} } }, bearer), api({ '/d': { get: {} } })];
  expect(said(changed(closed, open))).toHaveLength(1);
  expect(said(changed(api({ '/d': { get: bearer } }), closed))).toEqual([]);
});

test.each([
  ['aws_api_gateway_method', { authorization: 'COGNITO_USER_POOLS' }],
  ['aws_apigatewayv2_route', { authorization_type: 'JWT' }],
])('the scopes of %s count, too, and none is known where the apply has to tell them', (type, how) => {
  const scoped = (...scopes: readonly string[]) => ({ ...how, authorization_scopes: scopes });
  const address = `${type}.m`;
  expect(said(updated(address, scoped('admin'), scoped('admin', 'read')))).toEqual([
    `${address} can now be called with the scope read as well as admin`,
  ]);
  expect(said(updated(address, scoped('admin'), how))).toEqual([
    `${address} can now be called without the scope admin`,
  ]);
  expect(said(updated(address, how, scoped('admin')))).toEqual([]);
  expect(said(updated(address, scoped('admin'), how, { authorization_scopes: true }))).toEqual([]);
});

test.each([
  ['aws_api_gateway_method', { authorization: 'NONE' }],
  ['aws_apigatewayv2_route', { authorization_type: 'NONE' }],
  ['aws_apigatewayv2_route', { authorization_type: null }],
])('scopes of %s, which with %j asked nobody before either, are not told', (type, how) =>
  expect(said(updated(`${type}.m`, { ...how, authorization_scopes: ['admin'] }, how))).toEqual([]),
);

describe('a user pool of which tokens are taken from now on is told', () => {
  const [own, other] = ['arn:aws:cognito-idp:eu-west-1:1:userpool/a', 'arn:aws:cognito-idp:eu-west-1:2:userpool/b'];
  const scheme = (...providerARNs: readonly string[]) => ({ 'x-amazon-apigateway-authorizer': { providerARNs } });
  const taking = (securitySchemes: object) => api({}, { components: { securitySchemes } });

  test('where an OpenAPI document names it, and not one that goes, or of a scheme that comes', () => {
    const [one, both] = [taking({ person: scheme(own) }), taking({ person: scheme(own, other) })];
    expect(said(changed(one, both))).toEqual([`aws_api_gateway_rest_api.api: person now accepts tokens of ${other}`]);
    expect(said(changed(both, one))).toEqual([]);
    expect(said(changed(one, taking({ person: scheme(own), partner: scheme(other) })))).toEqual([]);
  });

  test('where an authorizer that is declared by itself names it, and it is known', () => {
    const address = 'aws_api_gateway_authorizer.a';
    const [one, both] = [{ provider_arns: [own] }, { provider_arns: [own, other] }];
    expect(said(updated(address, one, both))).toEqual([`${address} now accepts tokens of ${other}`]);
    expect(said(updated(address, one, both, { provider_arns: [false, true] }))).toEqual([]);
  });
});

test('a body that is no document is not told', () => expect(said(changed(api({}), { body: 'torn {' }))).toEqual([]));
