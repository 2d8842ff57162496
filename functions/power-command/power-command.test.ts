import { fc, test as law } from '@fast-check/jest';
import type { PowerEnd } from '../../contracts/power-commands';
import type { Command } from '../shared/command';
import { commandMetrics } from './command-metrics';
import { endCommand } from './end-command';
import { nextStep } from './next-step';
import { requestPower } from './request-power';

const key = { thing: 'light-1', command: 'c1' };
const waiting: Command = { ...key, power: true, state: 'waiting', askedAt: 0, expiresAt: 30_000, traceId: 't' };

/** Creates stores that record their calls and contain at most one command. `lock` is the id of the command that has the lock. */
function recordingStores({ row, lock = 'c1' }: { row?: Command | undefined; lock?: string | undefined } = {}) {
  const calls: unknown[] = [];
  let command = row;
  const of = {
    storeOnce: async (given: Omit<Command, 'state'>) => {
      command ??= { ...given, state: 'waiting' };
      return command;
    },
    find: async () => command,
    lockHolder: async () => lock,
    acquireLock: async () => lock === undefined || lock === 'c1',
    releaseLock: async () => void calls.push('releaseLock'),
    storeToken: async () => {
      calls.push('storeToken');
      return command?.isCancelled !== true;
    },
    end: async (_key: object, state: Command['state'], endedAt: number) => {
      if (command === undefined || command.endedAt !== undefined) return undefined;
      command = { ...command, state, endedAt };
      return command;
    },
    setDesired: async (_thing: string, desired: object) => void calls.push(['setDesired', desired]),
    publishState: async ({ state }: Command) => void calls.push(['publishState', state]),
  };
  return { of, calls };
}

const waits = { answerWithinSeconds: 30, askAgainSeconds: 10 };
const next = { step: 'next', command: 'c1', asked: { thing: 'light-1', power: true } } as const;
const again = { ...next, asked: { ...next.asked, next: 'ask' } };

describe('nextStep', () => {
  test('acquires the lock for a new command, reports the command and requests the power state', async () => {
    const { of, calls } = recordingStores();
    expect(await nextStep(next, { now: 1000, ...waits }, of)).toEqual({
      ...key,
      power: true,
      traceId: 'c1',
      next: 'ask',
      seconds: 10,
    });
    expect(calls).toEqual([['publishState', 'waiting']]);
  });

  test.each([
    [10_000, 10],
    [20_000, 10],
    [25_000, 5],
    [29_500, 1],
  ])('repeats the request after %i ms without a response, then waits %i s', async (now, seconds) => {
    const { of, calls } = recordingStores({ row: waiting });
    expect(await nextStep(again, { now, ...waits }, of)).toMatchObject({ next: 'ask', seconds });
    expect(calls).toEqual([]);
  });

  test('backs off for a long-running command', async () => {
    const { of } = recordingStores({ row: { ...waiting, expiresAt: 86_400_000 } });
    expect(await nextStep(again, { now: 3_600_000, ...waits }, of)).toMatchObject({ next: 'ask', seconds: 3600 });
  });

  test.each([
    ['has expired', waiting, 'c1', 30_000, 'expire'],
    ['was cancelled', { ...waiting, isCancelled: true }, 'c1', 1000, 'cancel'],
    ['does not acquire the lock', waiting, 'c2', 1000, 'refuse'],
    ['has ended', { ...waiting, state: 'failed' }, 'c1', 1000, 'refuse'],
  ] as const)('does not request the power state of a command that %s', async (_, row, lock, now, then) => {
    const { of } = recordingStores({ row, lock });
    expect(await nextStep(again, { now, ...waits }, of)).toMatchObject({ next: then });
  });

  test('fails and reports a command that does not acquire the lock', async () => {
    const { of, calls } = recordingStores({ row: waiting, lock: 'c2' });
    await nextStep(next, { now: 1000, ...waits }, of);
    expect(calls).toEqual([['publishState', 'failed']]);
  });

  law.prop([fc.integer({ min: 1, max: 86_400 }), fc.integer({ min: 1, max: 60 })])(
    'a command expires after at most twenty requests, the last of which waits until the expiry',
    async (expiresInSeconds, askAgainSeconds) => {
      const { of } = recordingStores({ row: { ...waiting, expiresAt: expiresInSeconds * 1000 } });
      let [now, asked] = [0, 0];
      for (;;) {
        const then = await nextStep(again, { now, answerWithinSeconds: 30, askAgainSeconds }, of);
        if (then.next === 'expire') break;
        asked += 1;
        now += then.seconds * 1000;
      }
      expect(now).toBe(expiresInSeconds * 1000);
      expect(asked).toBeLessThanOrEqual(20);
    },
  );
});

describe('requestPower', () => {
  const question = { step: 'ask', ...key, power: true, taskToken: 'token', traceId: 't' } as const;

  test('stores the token before it sets the desired state with the command id', async () => {
    const { of, calls } = recordingStores({ row: waiting });
    expect(await requestPower(question, of)).toBe(true);
    expect(calls).toEqual(['storeToken', ['setDesired', { power: true, command: 'c1' }]]);
  });

  test('sets no desired state if the command was cancelled', async () => {
    const { of, calls } = recordingStores({ row: { ...waiting, isCancelled: true } });
    expect(await requestPower(question, of)).toBe(false);
    expect(calls).toEqual(['storeToken']);
  });
});

describe('endCommand', () => {
  const end = (outcome: PowerEnd['outcome']) => ({ step: 'end', ...key, outcome }) as const;

  test.each(['expired', 'cancelled', 'failed'] as const)(
    'clears the desired state of a command that has %s, reports the outcome and releases the lock last',
    async (outcome) => {
      const { of, calls } = recordingStores({ row: waiting });
      expect(await endCommand(end(outcome), 5000, of)).toMatchObject({ state: outcome, endedAt: 5000 });
      expect(calls).toEqual([['setDesired', { power: null, command: null }], ['publishState', outcome], 'releaseLock']);
    },
  );

  test('keeps the desired power of a successful command, and clears the command id if the device has not acknowledged it', async () => {
    const acknowledged = recordingStores({ row: { ...waiting, acknowledgedAt: 3000 } });
    await endCommand(end('succeeded'), 5000, acknowledged.of);
    expect(acknowledged.calls).toEqual([['publishState', 'succeeded'], 'releaseLock']);
    const unacknowledged = recordingStores({ row: waiting });
    await endCommand(end('succeeded'), 5000, unacknowledged.of);
    expect(unacknowledged.calls[0]).toEqual(['setDesired', { command: null }]);
  });

  test('endCommand is idempotent and returns the ended command only once', async () => {
    const { of, calls } = recordingStores({ row: waiting });
    expect(await endCommand(end('succeeded'), 5000, of)).toBeDefined();
    expect(await endCommand(end('succeeded'), 6000, of)).toBeUndefined();
    expect(calls.filter((call) => JSON.stringify(call) === '["publishState","succeeded"]')).toHaveLength(2);
  });

  test('keeps the desired state if another command holds the lock', async () => {
    const { of, calls } = recordingStores({ row: waiting, lock: 'c2' });
    await endCommand(end('expired'), 5000, of);
    expect(calls).toEqual([['publishState', 'expired'], 'releaseLock']);
  });

  test('does nothing for a decommissioned device', async () => {
    const { of, calls } = recordingStores();
    expect(await endCommand(end('expired'), 5000, of)).toBeUndefined();
    expect(calls).toEqual([]);
  });

  test.each([
    ['succeeded', [1, 1]],
    ['expired', [1, 0]],
    ['failed', [1, 0]],
    ['cancelled', []],
  ] as const)('counts the outcome %s as %j', (outcome, values) => {
    expect(commandMetrics(outcome).map(({ value }) => value)).toEqual(values);
  });
});
