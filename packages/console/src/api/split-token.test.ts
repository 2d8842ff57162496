import { splitToken } from './split-token';

test.each([
  ['#token=abc', { token: 'abc', hash: '' }],
  ['#/traces/12?token=abc', { token: 'abc', hash: '#/traces/12' }],
  ['#/traces?thing=light-1&token=abc', { token: 'abc', hash: '#/traces?thing=light-1' }],
  ['#/traces?token=abc&thing=light-1', { token: 'abc', hash: '#/traces?thing=light-1' }],
  ['#/traces?thing=light-1&token=abc&failed=true', { token: 'abc', hash: '#/traces?thing=light-1&failed=true' }],
  ['#/map', { token: undefined, hash: '#/map' }],
  ['', { token: undefined, hash: '' }],
])('splits the token from %j', (hash, expected) => {
  expect(splitToken(hash)).toEqual(expected);
});
