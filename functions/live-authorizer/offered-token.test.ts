import { offeredToken } from './offered-token';

describe('the token that a page offers', () => {
  test('stands behind the subprotocol, whatever the case of the header', () => {
    expect(offeredToken({ 'Sec-WebSocket-Protocol': 'himeshima.live, a.b.c' })).toBe('a.b.c');
    expect(offeredToken({ 'sec-websocket-protocol': 'himeshima.live,a.b.c' })).toBe('a.b.c');
  });

  test.each([['a.b.c'], ['himeshima.live'], ['other, a.b.c'], ['himeshima.live, a, b'], ['']])(
    '%j offers none',
    (offered) => {
      expect(offeredToken({ 'sec-websocket-protocol': offered })).toBeUndefined();
    },
  );

  test('no header offers none', () => {
    expect(offeredToken({ host: 'x' })).toBeUndefined();
  });
});
