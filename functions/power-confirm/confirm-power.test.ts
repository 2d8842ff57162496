import type { Command } from '../shared/command';
import { confirmPower } from './confirm-power';

const waiting: Command = {
  thing: 'light-1',
  command: 'c1',
  power: true,
  state: 'waiting',
  askedAt: 0,
  expiresAt: 30_000,
  traceId: 't',
  taskToken: 'token',
};
const report = { thing: 'light-1', receivedAt: 5000, traceId: 'trace' };

function recorded(command: Command | undefined, stillWaits = true) {
  const calls: unknown[] = [];
  const to: Parameters<typeof confirmPower>[1] = {
    underWay: async () => command?.command,
    find: async () => command,
    acknowledge: async () =>
      command?.acknowledgedAt === undefined && command ? { ...command, state: 'acknowledged' } : undefined,
    tell: async ({ state }) => void calls.push(['tell', state]),
    succeed: async (taskToken, output) => {
      calls.push(['succeed', taskToken, output]);
      return stillWaits;
    },
  };
  return { to, calls };
}

const succeeded = ['succeed', 'token', { thing: 'light-1', power: true }];

describe('a report', () => {
  test('of the wanted power and of the command acknowledges it, and wakes the workflow', async () => {
    const { to, calls } = recorded(waiting);
    expect(await confirmPower({ ...report, power: true, command: 'c1' }, to)).toMatchObject({ said: 'confirmed' });
    expect(calls).toEqual([['tell', 'acknowledged'], succeeded]);
  });

  test('of the command alone acknowledges it, once', async () => {
    const { to, calls } = recorded(waiting);
    expect(await confirmPower({ ...report, command: 'c1' }, to)).toMatchObject({ said: 'acknowledged' });
    expect(calls).toEqual([['tell', 'acknowledged']]);
    const known = recorded({ ...waiting, state: 'acknowledged', acknowledgedAt: 4000 });
    expect(await confirmPower({ ...report, command: 'c1' }, known.to)).toMatchObject({ said: 'acknowledged' });
    expect(known.calls).toEqual([]);
  });

  test.each([undefined, null])(
    'of the wanted power by a device that knows no commands (%s) is an answer',
    async (command) => {
      const { to, calls } = recorded(waiting);
      expect(await confirmPower({ ...report, power: true, command }, to)).toMatchObject({ said: 'confirmed' });
      expect(calls).toEqual([succeeded]);
    },
  );

  test.each([
    ['that nobody asked for', { power: true }, undefined, 'nothing was asked'],
    ['after the end', { power: true }, { ...waiting, state: 'expired' }, 'nothing was asked'],
    ['before the device was asked', { power: true }, { ...waiting, taskToken: undefined }, 'nothing was asked'],
    ['of another command', { power: true, command: 'c0' }, waiting, 'another command was answered'],
    ['of no power', { power: 'very' }, waiting, 'another power was asked'],
    ['of the other power', { power: false }, waiting, 'another power was asked'],
    ['after the command has expired', { power: true, receivedAt: 30_000 }, waiting, 'too late'],
  ] as const)('%s wakes nobody', async (_, answer, command, outcome) => {
    const { to, calls } = recorded(command);
    expect(await confirmPower({ ...report, ...answer }, to)).toMatchObject({ said: outcome });
    expect(calls).toEqual([]);
  });

  test('whose token was used already does no harm', async () => {
    const { to } = recorded(waiting, false);
    expect(await confirmPower({ ...report, power: true }, to)).toMatchObject({ said: 'too late' });
  });
});
