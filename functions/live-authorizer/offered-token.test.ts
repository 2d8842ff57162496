import { offeredToken } from './offered-token';

describe('offeredToken', () => {
  test('reads the token after the subprotocol, from a header in any letter case', () => {
    expect(offeredToken({ 'Sec-WebSocket-Protocol': 'himeshima.live, a.b.c' })).toBe('a.b.c');
    expect(offeredToken({ 'sec-websocket-protocol': 'himeshima.live,a.b.c' })).toBe('a.b.c');
  });

  test.each([['a.b.c'], ['himeshima.live'], ['other, a.b.c'], ['himeshima.live, a, b'], ['']])(
    'returns undefined for the header %j',
    (offered) => {
      expect(offeredToken({ 'sec-websocket-protocol': offered })).toBeUndefined();
    },
  );

  test('returns undefined without the header', () => {
    expect(offeredToken({ host: 'x' })).toBeUndefined();
  });
});
