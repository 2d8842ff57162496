import { parseSharedFilter } from './shared-filter';

const slashes = 'a/b/c/d/e/f/g/h';

test('parses a share name and a filter', () => {
  expect(parseSharedFilter('$share/workers/room/+')).toEqual({ share: 'workers', filter: 'room/+' });
  expect(parseSharedFilter('$share/workers//')).toEqual({ share: 'workers', filter: '/' });
});

test('excludes the two slashes of the prefix from the limit', () => {
  expect(parseSharedFilter(`$share/workers/${slashes}`)?.filter).toBe(slashes);
  expect(() => parseSharedFilter(`$share/workers/${slashes}/i`)).toThrow('at most 7 slashes');
});

test.each(['room/1', '$share', '$shared/workers/room', '$aws/things/+/shadow/update'])(
  '%s is not a shared filter',
  (filter) => {
    expect(parseSharedFilter(filter)).toBeUndefined();
  },
);

test.each([
  ['$share//room', 'needs a name'],
  ['$share/', 'needs a name'],
  ['$share/workers', 'at least one character'],
  ['$share/workers/', 'at least one character'],
  ['$share/a+/room', 'cannot contain a wildcard'],
  ['$share/#/room', 'cannot contain a wildcard'],
  ['$share/workers/room/#/1', 'last level'],
  [`$share/${'x'.repeat(129)}/room`, 'at most 128 bytes'],
])('rejects %s', (filter, why) => {
  expect(() => parseSharedFilter(filter)).toThrow(why);
});
