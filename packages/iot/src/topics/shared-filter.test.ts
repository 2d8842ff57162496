import { parseSharedFilter } from './shared-filter';

const slashes = 'a/b/c/d/e/f/g/h';

test('a shared filter is a name and a filter', () => {
  expect(parseSharedFilter('$share/workers/room/+')).toEqual({ share: 'workers', filter: 'room/+' });
  expect(parseSharedFilter('$share/workers//')).toEqual({ share: 'workers', filter: '/' });
});

test('its own two slashes do not count as those of the filter', () => {
  expect(parseSharedFilter(`$share/workers/${slashes}`)?.filter).toBe(slashes);
  expect(() => parseSharedFilter(`$share/workers/${slashes}/i`)).toThrow('at most 7 slashes');
});

test.each(['room/1', '$share', '$shared/workers/room', '$aws/things/+/shadow/update'])('%s is not shared', (filter) => {
  expect(parseSharedFilter(filter)).toBeUndefined();
});

test.each([
  ['$share//room', 'has a name'],
  ['$share/', 'has a name'],
  ['$share/workers', 'at least one character'],
  ['$share/workers/', 'at least one character'],
  ['$share/a+/room', 'no wildcard'],
  ['$share/#/room', 'no wildcard'],
  ['$share/workers/room/#/1', 'last level'],
  [`$share/${'x'.repeat(129)}/room`, 'at most 128 bytes'],
])('%s is refused', (filter, why) => {
  expect(() => parseSharedFilter(filter)).toThrow(why);
});
