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
    'aws_api_gateway_rest_api.api no longer has POST /devices and GET /rooms: whoever calls it gets an error',
  ]);
  expect(said(changed(fewer, all))).toEqual([]);
});

test('a method of a path that answers all of them from now on is not gone', () => {
  const [get, any] = [api({ '/d': { get: bearer } }), api({ '/d': { 'x-amazon-apigateway-any-method': bearer } })];
  expect(said(changed(get, any))).toEqual([]);
  expect(said(changed(any, get))).toEqual([
    'aws_api_gateway_rest_api.api no longer has ANY /d: whoever calls it gets an error',
  ]);
});

test('a body that is no document is not told', () => expect(said(changed(api({}), { body: 'torn {' }))).toEqual([]));
