import { hashOf, parseRoute, type Route } from './route';

test.each<[string, Route]>([
  ['#/map', { view: 'map', query: {} }],
  ['#/traces/12?event=15', { view: 'traces', item: '12', query: { event: '15' } }],
  ['#/devices/light%2F1', { view: 'devices', item: 'light/1', query: {} }],
  ['#/traces?text=a%3Fb+c', { view: 'traces', query: { text: 'a?b c' } }],
])('parses and writes %s', (hash, route) => {
  expect(parseRoute(hash)).toEqual(route);
  expect(hashOf(route)).toBe(hash);
});

test.each(['', '#', '#/', '#/unknown/1', '#/__proto__'])('shows the map for %j', (hash) => {
  expect(parseRoute(hash)).toEqual({ view: 'map', query: {} });
});

test('keeps an item that is encoded incorrectly', () => {
  expect(parseRoute('#/devices/100%')).toMatchObject({ item: '100%' });
});

test('leaves out empty filters', () => {
  expect(hashOf({ view: 'traces', query: { thing: '', kind: undefined, failed: 'true' } })).toBe(
    '#/traces?failed=true',
  );
});
