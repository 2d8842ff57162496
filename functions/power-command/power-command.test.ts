import { fc, test as law } from '@fast-check/jest';
import type { PowerEnd } from '../../contracts/power-commands';
import type { Command } from '../shared/command';
import { askDevice } from './ask-device';
import { countsOf } from './counts-of';
import { endCommand } from './end-command';
import { nextStep } from './next-step';

const key = { thing: 'light-1', command: 'c1' };
const waiting: Command = { ...key, power: true, state: 'waiting', askedAt: 0, expiresAt: 30_000, traceId: 't' };

/** A table with one command of the thing, or none, whose place somebody has; it remembers what it was asked for. */
function kept({ row, place = 'c1' }: { row?: Command | undefined; place?: string | undefined } = {}) {
  const calls: unknown[] = [];
  let command = row;
  const of = {
    begun: async (begun: Omit<Command, 'state'>) => {
      command ??= { ...begun, state: 'waiting' };
      return command;
    },
    find: async () => command,
    underWay: async () => place,
    takePlace: async () => place === undefined || place === 'c1',
    leavePlace: async () => void calls.push('leave'),
    keepToken: async () => {
      calls.push('keep');
      return command?.isCancelled !== true;
    },
    end: async (_key: object, state: Command['state'], endedAt: number) => {
      if (command === undefined || command.endedAt !== undefined) return undefined;
      command = { ...command, state, endedAt };
      return command;
    },
    wish: async (_thing: string, desired: object) => void calls.push(['wish', desired]),
    tell: async ({ state }: Command) => void calls.push(['tell', state]),
  };
  return { of, calls };
}

const waits = { answerWithinSeconds: 30, askAgainSeconds: 10 };
const next = { step: 'next', command: 'c1', asked: { thing: 'light-1', power: true } } as const;
const again = { ...next, asked: { ...next.asked, next: 'ask' } };

describe('what is next of a command', () => {
  test('that begins is to ask, once its place is taken; it is told of', async () => {
    const { of, calls } = kept();
    expect(await nextStep(next, { now: 1000, ...waits }, of)).toEqual({
      ...key,
      power: true,
      traceId: 'c1',
      next: 'ask',
      seconds: 10,
    });
    expect(calls).toEqual([['tell', 'waiting']]);
  });

  test.each([
    [10_000, 10],
    [20_000, 10],
    [25_000, 5],
    [29_500, 1],
  ])('that was not answered at %i is to ask again, and to wait for %i s', async (now, seconds) => {
    const { of, calls } = kept({ row: waiting });
    expect(await nextStep(again, { now, ...waits }, of)).toMatchObject({ next: 'ask', seconds });
    expect(calls).toEqual([]);
  });

  test('that lasts long is asked for less and less often', async () => {
    const { of } = kept({ row: { ...waiting, expiresAt: 86_400_000 } });
    expect(await nextStep(again, { now: 3_600_000, ...waits }, of)).toMatchObject({ next: 'ask', seconds: 3600 });
  });

  test.each([
    ['has expired', waiting, 'c1', 30_000, 'expire'],
    ['was called off', { ...waiting, isCancelled: true }, 'c1', 1000, 'cancel'],
    ['has another in its way', waiting, 'c2', 1000, 'refuse'],
    ['is over', { ...waiting, state: 'failed' }, 'c1', 1000, 'refuse'],
  ] as const)('that %s is not to ask', async (_, row, place, now, then) => {
    const { of } = kept({ row, place });
    expect(await nextStep(again, { now, ...waits }, of)).toMatchObject({ next: then });
  });

  test('that another is in the way of has failed, and is told of', async () => {
    const { of, calls } = kept({ row: waiting, place: 'c2' });
    await nextStep(next, { now: 1000, ...waits }, of);
    expect(calls).toEqual([['tell', 'failed']]);
  });

  law.prop([fc.integer({ min: 1, max: 86_400 }), fc.integer({ min: 1, max: 60 })])(
    'comes to an end with some twenty questions at most, the last of which waits until it expires',
    async (expiresInSeconds, askAgainSeconds) => {
      const { of } = kept({ row: { ...waiting, expiresAt: expiresInSeconds * 1000 } });
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

describe('asking a device', () => {
  const question = { step: 'ask', ...key, power: true, taskToken: 'token', traceId: 't' } as const;

  test('keeps the token before the device hears of the wish, which carries the id', async () => {
    const { of, calls } = kept({ row: waiting });
    expect(await askDevice(question, of)).toBe(true);
    expect(calls).toEqual(['keep', ['wish', { power: true, command: 'c1' }]]);
  });

  test('is left where the command was called off', async () => {
    const { of, calls } = kept({ row: { ...waiting, isCancelled: true } });
    expect(await askDevice(question, of)).toBe(false);
    expect(calls).toEqual(['keep']);
  });
});

describe('the end of a command', () => {
  const end = (outcome: PowerEnd['outcome']) => ({ step: 'end', ...key, outcome }) as const;

  test.each(['expired', 'cancelled', 'failed'] as const)(
    'that has %s withdraws the wish, is told of, and leaves the place last',
    async (outcome) => {
      const { of, calls } = kept({ row: waiting });
      expect(await endCommand(end(outcome), 5000, of)).toMatchObject({ state: outcome, endedAt: 5000 });
      expect(calls).toEqual([['wish', { power: null, command: null }], ['tell', outcome], 'leave']);
    },
  );

  test('that was obeyed leaves the wish, but for the id where the device knows none', async () => {
    const heard = kept({ row: { ...waiting, acknowledgedAt: 3000 } });
    await endCommand(end('succeeded'), 5000, heard.of);
    expect(heard.calls).toEqual([['tell', 'succeeded'], 'leave']);
    const old = kept({ row: waiting });
    await endCommand(end('succeeded'), 5000, old.of);
    expect(old.calls[0]).toEqual(['wish', { command: null }]);
  });

  test('written twice comes to the same, and is counted once', async () => {
    const { of, calls } = kept({ row: waiting });
    expect(await endCommand(end('succeeded'), 5000, of)).toBeDefined();
    expect(await endCommand(end('succeeded'), 6000, of)).toBeUndefined();
    expect(calls.filter((call) => JSON.stringify(call) === '["tell","succeeded"]')).toHaveLength(2);
  });

  test('withdraws nothing of another command that has its place', async () => {
    const { of, calls } = kept({ row: waiting, place: 'c2' });
    await endCommand(end('expired'), 5000, of);
    expect(calls).toEqual([['tell', 'expired'], 'leave']);
  });

  test('of a device that was taken out of service is nothing', async () => {
    const { of, calls } = kept();
    expect(await endCommand(end('expired'), 5000, of)).toBeUndefined();
    expect(calls).toEqual([]);
  });

  test.each([
    ['succeeded', [1, 1]],
    ['expired', [1, 0]],
    ['failed', [1, 0]],
    ['cancelled', []],
  ] as const)('%s is counted %j', (outcome, values) => {
    expect(countsOf(outcome).map(({ value }) => value)).toEqual(values);
  });
});
