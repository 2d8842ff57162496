import { apiNarrowed } from './api-narrowed';
import { saidBy, updated } from './dangers.fixture';

const said = saidBy(apiNarrowed);
const bearer = { security: [{ users: ['read'] }] };
const api = (paths: object, more: object = {}) => ({ body: JSON.stringify({ openapi: '3.0.1', paths, ...more }) });
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

test.each([
  ['its security is gone', bearer, {}],
  ['its security is empty', bearer, { security: [] }],
  ['nobody needs one of the alternatives', bearer, { security: [{ users: [] }, {}] }],
])('a method that everybody may call from now on, since %s, is told', (_, before, after) => {
  expect(said(changed(api({ '/d': { get: before } }), api({ '/d': { get: after } })))).toEqual([
    'aws_api_gateway_rest_api.api: GET /d may be called by everybody, without a name',
  ]);
  expect(said(changed(api({ '/d': { get: after } }), api({ '/d': { get: before } })))).toEqual([]);
});

test('the security of the whole document counts where a method says nothing', () => {
  const [closed, open] = [api({ '/d': { get: {} } }, bearer), api({ '/d': { get: {} } })];
  expect(said(changed(closed, open))).toHaveLength(1);
  expect(said(changed(api({ '/d': { get: bearer } }), closed))).toEqual([]);
});

test('a body that is no document is not told', () => expect(said(changed(api({}), { body: 'torn {' }))).toEqual([]));
