import { askDevice } from './ask-device';

const question = { thing: 'light-1', power: true, taskToken: 'token' };
const when = { now: 1_000_500, answerWithinSeconds: 30 };

function recorded(fault?: 'remember') {
  const calls: unknown[] = [];
  const of: Parameters<typeof askDevice>[2] = {
    remember: async (thing, command) => {
      if (fault === 'remember') throw new Error('table is gone');
      calls.push(['remember', thing, command]);
    },
    wish: async (thing, power) => void calls.push(['wish', thing, power]),
  };
  return { of, calls };
}

describe('askDevice', () => {
  test('keeps the token before the device hears of the wish, until nobody waits any more', async () => {
    const { of, calls } = recorded();
    await askDevice(question, when, of);
    expect(calls).toEqual([
      ['remember', 'light-1', { power: true, taskToken: 'token', expiresAt: 1031 }],
      ['wish', 'light-1', true],
    ]);
  });

  test('does not ask where the token could not be kept: nobody would hear the answer', async () => {
    const { of, calls } = recorded('remember');
    await expect(askDevice(question, when, of)).rejects.toThrow('table is gone');
    expect(calls).toEqual([]);
  });
});
