import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addressOf } from './client';
import { routes } from './operations';

test('the client knows the method and the path of every operation', () => {
  const { paths } = JSON.parse(readFileSync(join('packages', 'console', 'openapi.json'), 'utf8'));
  const specified = Object.entries<Record<string, { operationId: string }>>(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId }]) => [operationId, [method.toUpperCase(), path]]),
  );
  expect(routes).toEqual(Object.fromEntries(specified));
});

test('encodes parameters, and leaves out empty and missing ones', () => {
  expect(addressOf('getDevice', { path: { thing: 'a/b?c' } })).toBe('/_console/api/v1/devices/a%2Fb%3Fc');
  expect(addressOf('listTraces', { query: { text: 'a b', limit: 20, failed: true, kind: undefined, thing: '' } })).toBe(
    '/_console/api/v1/traces?text=a+b&limit=20&failed=true',
  );
});
