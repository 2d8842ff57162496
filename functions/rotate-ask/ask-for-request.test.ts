import { askForRequest } from './ask-for-request';

const question = { thing: 'light-1', rotation: 'r1', taskToken: 'token' };
const when = { now: 1_000_500, answerWithinSeconds: 30 };

function recorded(underWay = false) {
  const calls: unknown[] = [];
  const of: Parameters<typeof askForRequest>[2] = {
    begin: async (...begun) => {
      if (underWay) throw new Error('another rotation is under way');
      calls.push(['begin', ...begun]);
    },
    desire: async (...desired) => void calls.push(['desire', ...desired]),
  };
  return { of, calls };
}

describe('askForRequest', () => {
  test('keeps the token before the device hears of it, until nobody waits any more', async () => {
    const { of, calls } = recorded();
    await askForRequest(question, when, of);
    expect(calls).toEqual([
      ['begin', 'light-1', { rotation: 'r1', taskToken: 'token', expiresAt: 1030 }, 1000],
      ['desire', 'light-1', { rotation: 'r1' }],
    ]);
  });

  test('does not ask a device that is asked already', async () => {
    const { of, calls } = recorded(true);
    await expect(askForRequest(question, when, of)).rejects.toThrow('another rotation is under way');
    expect(calls).toEqual([]);
  });
});
