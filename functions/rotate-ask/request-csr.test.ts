import { requestCsr } from './request-csr';

const question = { thing: 'light-1', rotation: 'r1', taskToken: 'token' };
const when = { now: 1_000_500, answerWithinSeconds: 30 };

function recordingStores(isPending = false) {
  const calls: unknown[] = [];
  const of: Parameters<typeof requestCsr>[2] = {
    begin: async (...args) => {
      if (isPending) throw new Error('another rotation is in progress');
      calls.push(['begin', ...args]);
    },
    setDesired: async (...args) => void calls.push(['setDesired', ...args]),
  };
  return { of, calls };
}

describe('requestCsr', () => {
  test('stores the token with the timeout as its expiry, then notifies the device', async () => {
    const { of, calls } = recordingStores();
    await requestCsr(question, when, of);
    expect(calls).toEqual([
      ['begin', 'light-1', { rotation: 'r1', taskToken: 'token', expiresAt: 1030 }, 1000],
      ['setDesired', 'light-1', { rotation: 'r1' }],
    ]);
  });

  test('does not notify a device during another rotation', async () => {
    const { of, calls } = recordingStores(true);
    await expect(requestCsr(question, when, of)).rejects.toThrow('another rotation is in progress');
    expect(calls).toEqual([]);
  });
});
