import type { WaitingCommand } from '../shared/commands-table';
import { confirmPower } from './confirm-power';

const answer = { thing: 'light-1', power: true, receivedAt: 1_000_000, traceId: 'trace' };
const waiting: WaitingCommand = { taskToken: 'token', power: true, expiresAt: 1030 };

function recorded(command: WaitingCommand | undefined, stillWaits = true) {
  const calls: unknown[] = [];
  const to: Parameters<typeof confirmPower>[1] = {
    commandFor: async () => command,
    succeed: async (taskToken, output) => {
      calls.push(['succeed', taskToken, output]);
      return stillWaits;
    },
    forget: async (thing, taskToken) => void calls.push(['forget', thing, taskToken]),
  };
  return { to, calls };
}

describe('confirmPower', () => {
  test('wakes the workflow, and then forgets the command', async () => {
    const { to, calls } = recorded(waiting);
    await expect(confirmPower(answer, to)).resolves.toBe('confirmed');
    expect(calls).toEqual([
      ['succeed', 'token', { thing: 'light-1', power: true }],
      ['forget', 'light-1', 'token'],
    ]);
  });

  test("a report that nobody asked for is nobody's answer", async () => {
    const { to, calls } = recorded(undefined);
    await expect(confirmPower(answer, to)).resolves.toBe('nothing was asked');
    expect(calls).toEqual([]);
  });

  test('a device that reports the other power leaves the command waiting', async () => {
    const { to, calls } = recorded({ ...waiting, power: false });
    await expect(confirmPower(answer, to)).resolves.toBe('another power was asked');
    expect(calls).toEqual([]);
  });

  test('an answer after the timeout wakes nobody and tidies up', async () => {
    const { to, calls } = recorded({ ...waiting, expiresAt: 1000 });
    await expect(confirmPower(answer, to)).resolves.toBe('too late');
    expect(calls).toEqual([['forget', 'light-1', 'token']]);
  });

  test('a token that was used already does no harm', async () => {
    const { to, calls } = recorded(waiting, false);
    await expect(confirmPower(answer, to)).resolves.toBe('too late');
    expect(calls).toContainEqual(['forget', 'light-1', 'token']);
  });
});
