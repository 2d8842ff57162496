import { apiNarrowed } from './api-narrowed';
import { saidBy, updated } from './dangers.fixture';

const said = saidBy(apiNarrowed);
const bearer = { security: [{ users: ['read'] }] };
const api = (paths: object) => ({ body: JSON.stringify({ openapi: '3.0.1', paths }) });
const changed = (before: object, after: object) => updated('aws_api_gateway_rest_api.api', before, after);

test('methods and paths that are gone are told, new ones are not', () => {
  const [all, fewer] = [
    api({ '/devices': { get: bearer, post: bearer }, '/rooms': { get: bearer } }),
    api({ '/devices': { get: bearer } }),
  ];
  expect(said(changed(all, fewer))).toEqual([
    'aws_api_gateway_rest_api.api no longer has POST /devices and GET /rooms: calls fail',
  ]);
  expect(said(changed(fewer, all))).toEqual([]);
});

test('a method of a path that answers all of them from now on is not gone', () => {
  const [get, any] = [api({ '/d': { get: bearer } }), api({ '/d': { 'x-amazon-apigateway-any-method': bearer } })];
  expect(said(changed(get, any))).toEqual([]);
  expect(said(changed(any, get))).toEqual(['aws_api_gateway_rest_api.api no longer has ANY /d: calls fail']);
});

describe('whoever is no longer let in is told', () => {
  const asking = (...security: readonly object[]) => api({ '/d': { get: { security } } });
  test.each([
    ['by a scope less', asking({ p: ['a', 'b', 'c'] }), asking({ p: ['a'] }), 'with the scopes b or c'],
    ['by others beside one that stays', asking({ p: ['a', 'b'] }), asking({ p: ['a', 'd'] }), 'with the scope b'],
    ['for a scope is asked', asking({ p: [] }), asking({ p: ['a'] }), 'without the scope a'],
    ['for a scheme more', asking({ p: ['a'] }), asking({ p: ['a'], app: [] }), 'without app'],
    ['without an alternative', asking({ p: [] }, { q: [] }), asking({ p: [] }), 'with q and without p'],
    ['for a name', asking(), asking({ p: ['a'] }), 'without authentication'],
  ])('%s', (_, before, after, how) =>
    expect(said(changed(before, after))).toEqual([
      `aws_api_gateway_rest_api.api: GET /d can no longer be called ${how}`,
    ]),
  );

  test('of a method that is declared by itself', () => {
    const scoped = (...scopes: readonly string[]) => ({ authorization: 'CUSTOM', authorization_scopes: scopes });
    expect(said(updated('aws_api_gateway_method.m', scoped('a', 'b'), scoped('a')))).toEqual([
      'aws_api_gateway_method.m can no longer be called with the scope b',
    ]);
  });

  test('and not where more are let in, or others in their place, which is more rights', () => {
    expect(said(changed(asking({ p: ['a'] }), asking({ p: ['a', 'b'] })))).toEqual([]);
    expect(said(changed(asking({ p: ['a'] }), asking({ p: ['b'] })))).toEqual([]);
    expect(said(changed(asking({ p: ['a'] }, { p: ['b'] }), asking({ p: ['b', 'a'] })))).toEqual([]);
  });
});

test('a body that is no document is not told', () => expect(said(changed(api({}), { body: 'torn {' }))).toEqual([]));
