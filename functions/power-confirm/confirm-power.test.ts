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

function recordingStores(command: Command | undefined, stillWaits = true) {
  const calls: unknown[] = [];
  const to: Parameters<typeof confirmPower>[1] = {
    lockHolder: async () => command?.command,
    find: async () => command,
    acknowledge: async () =>
      command?.acknowledgedAt === undefined && command ? { ...command, state: 'acknowledged' } : undefined,
    publishState: async ({ state }) => void calls.push(['publishState', state]),
    succeed: async (taskToken, output) => {
      calls.push(['succeed', taskToken, output]);
      return stillWaits;
    },
  };
  return { to, calls };
}

const succeeded = ['succeed', 'token', { thing: 'light-1', power: true }];

describe('confirmPower', () => {
  test('acknowledges a report of the desired power and command, and resumes the workflow', async () => {
    const { to, calls } = recordingStores(waiting);
    expect(await confirmPower({ ...report, power: true, command: 'c1' }, to)).toMatchObject({ result: 'confirmed' });
    expect(calls).toEqual([['publishState', 'acknowledged'], succeeded]);
  });

  test('acknowledges a report only once if it contains a command id but no power', async () => {
    const { to, calls } = recordingStores(waiting);
    expect(await confirmPower({ ...report, command: 'c1' }, to)).toMatchObject({ result: 'acknowledged' });
    expect(calls).toEqual([['publishState', 'acknowledged']]);
    const known = recordingStores({ ...waiting, state: 'acknowledged', acknowledgedAt: 4000 });
    expect(await confirmPower({ ...report, command: 'c1' }, known.to)).toMatchObject({ result: 'acknowledged' });
    expect(known.calls).toEqual([]);
  });

  test.each([undefined, null])(
    'accepts the desired power from a device that reports no command (%s)',
    async (command) => {
      const { to, calls } = recordingStores(waiting);
      expect(await confirmPower({ ...report, power: true, command }, to)).toMatchObject({ result: 'confirmed' });
      expect(calls).toEqual([succeeded]);
    },
  );

  test.each([
    ['without a command', { power: true }, undefined, 'no pending command'],
    ['after the command has ended', { power: true }, { ...waiting, state: 'expired' }, 'no pending command'],
    ['before the power was requested', { power: true }, { ...waiting, taskToken: undefined }, 'no pending command'],
    ['of another command', { power: true, command: 'c0' }, waiting, 'report for another command'],
    ['of an invalid power state', { power: 'very' }, waiting, 'not the requested power'],
    ['of the opposite power state', { power: false }, waiting, 'not the requested power'],
    ['after the command expired', { power: true, receivedAt: 30_000 }, waiting, 'too late'],
  ] as const)('does not resume the workflow for a report %s', async (_, answer, command, outcome) => {
    const { to, calls } = recordingStores(command);
    expect(await confirmPower({ ...report, ...answer }, to)).toMatchObject({ result: outcome });
    expect(calls).toEqual([]);
  });

  test('ignores a report whose token has been used', async () => {
    const { to } = recordingStores(waiting, false);
    expect(await confirmPower({ ...report, power: true }, to)).toMatchObject({ result: 'too late' });
  });
});
