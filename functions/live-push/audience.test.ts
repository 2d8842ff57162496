import { belonging } from '../../contracts/belongings';
import type { Listener } from '../shared/subscriptions-table';
import { audienceOf } from './audience';

const now = 1_764_000_000_000;
const listener = (connection: string, person: string, seconds = 60): Listener => ({
  connection,
  person,
  expiresAt: now / 1000 + seconds,
});

/** Creates sources in which Ann owns light-1 and Bob owns room1. */
const of = (listeners: Readonly<Record<string, readonly Listener[]>>) => ({
  subscriptions: { listenersTo: async (subject: string) => listeners[subject] ?? [] },
  belongings: {
    ownerOf: async (id: string) =>
      id === belonging.device('light-1') ? 'ann' : id === belonging.room('room1') ? 'bob' : undefined,
  },
});

const audience = (listeners: Readonly<Record<string, readonly Listener[]>>, room: string | undefined = undefined) =>
  audienceOf({ thing: 'light-1', room, now }, of(listeners));

describe('audienceOf', () => {
  test('returns the subscribers who own the thing', async () => {
    const listeners = { 'thing/light-1': [listener('a', 'ann'), listener('b', 'bob'), listener('c', 'ann')] };
    expect(await audience(listeners)).toEqual(['a', 'c']);
  });

  test("also returns the subscribers of the thing's room", async () => {
    const listeners = {
      'thing/light-1': [listener('a', 'ann')],
      'room/room1': [listener('b', 'bob'), listener('x', 'ann')],
    };
    expect(await audience(listeners, 'room1')).toEqual(['a', 'b']);
    expect(await audience(listeners)).toEqual(['a']);
  });

  test('returns each connection once', async () => {
    const listeners = { 'thing/light-1': [listener('a', 'ann'), listener('a', 'ann')] };
    expect(await audience(listeners)).toEqual(['a']);
  });

  test('skips subscribers whose token has expired', async () => {
    const listeners = { 'thing/light-1': [listener('a', 'ann', 0), listener('b', 'ann', 1)] };
    expect(await audience(listeners)).toEqual(['b']);
  });

  test('returns no connections for a thing without an owner', async () => {
    const ownerless = of({ 'thing/light-2': [listener('a', 'ann')] });
    expect(await audienceOf({ thing: 'light-2', room: undefined, now }, ownerless)).toEqual([]);
  });
});
