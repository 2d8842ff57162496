import { fc, test as law } from '@fast-check/jest';
import { belonging } from '../../contracts/belongings';
import { LiveAnswer } from '../../contracts/live-messages';
import { ThingName } from '../../contracts/values';
import { handleMessage, maxSubscriptions } from './handle-message';

const now = 1_764_000_000_000;
const ann = { connection: 'c', person: 'ann', expiresAt: now / 1000 + 3_600, now };

/** Creates stores in which Ann owns light-1 and room1. */
function recordingStores(subscribed: readonly string[] = []) {
  const calls: unknown[] = [];
  const anns = new Set([belonging.device('light-1'), belonging.room('room1')]);
  const to: Parameters<typeof handleMessage>[2] = {
    belongings: { isOf: async (owner, id) => owner === 'ann' && anns.has(id) },
    subscriptions: {
      add: async (listener, subject) => void calls.push(['add', subject, listener]),
      remove: async (connection, subject) => void calls.push(['remove', subject, connection]),
      subjectsOf: async () => [...subscribed],
    },
  };
  return { to, calls };
}

const subscribe = (what: object) => JSON.stringify({ action: 'subscribe', ...what });

describe('subscribe requests', () => {
  test.each([
    [{ thing: 'light-1' }, 'thing/light-1'],
    [{ room: 'room1' }, 'room/room1'],
  ])("confirms a subscription to the caller's own %j and stores it until the token expires", async (what, subject) => {
    const { to, calls } = recordingStores();
    await expect(handleMessage(subscribe(what), ann, to)).resolves.toEqual({ kind: 'subscribed', ...what });
    const { now: _now, ...listener } = ann;
    expect(calls).toEqual([['add', subject, listener]]);
  });

  test('stores a subscription for at most two hours, the lifetime of a connection', async () => {
    const { to, calls } = recordingStores();
    await handleMessage(subscribe({ thing: 'light-1' }), { ...ann, expiresAt: ann.expiresAt + 86_400 }, to);
    expect(calls).toEqual([['add', 'thing/light-1', expect.objectContaining({ expiresAt: now / 1000 + 7_200 })]]);
  });

  test("returns the same response for other owners' resources as for missing resources", async () => {
    const { to, calls } = recordingStores();
    const requests = [
      handleMessage(subscribe({ thing: 'light-1' }), { ...ann, person: 'bob' }, to),
      handleMessage(subscribe({ thing: 'nothing' }), ann, to),
      handleMessage(subscribe({ room: 'room2' }), ann, to),
    ];
    const problem = { kind: 'problem', title: 'Not Found', status: 404, detail: expect.any(String) };
    const answers = await Promise.all(requests);
    expect(answers).toEqual([problem, problem, problem]);
    expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(calls).toEqual([]);
  });

  test('rejects a subscription after the token has expired', async () => {
    const { to, calls } = recordingStores();
    const expired = { ...ann, expiresAt: now / 1000 };
    await expect(handleMessage(subscribe({ thing: 'light-1' }), expired, to)).resolves.toMatchObject({ status: 401 });
    expect(calls).toEqual([]);
  });

  test('rejects a new subscription if the connection has reached the maximum, but accepts an existing subscription', async () => {
    const full = Array.from({ length: maxSubscriptions }, (_, index) => `thing/light-${index + 1}`);
    const subscribeWith = (subscribed: readonly string[]) =>
      handleMessage(subscribe({ thing: 'light-1' }), ann, recordingStores(subscribed).to);
    await expect(subscribeWith(full.map((one) => `${one}0`))).resolves.toMatchObject({ status: 429 });
    await expect(subscribeWith(full)).resolves.toMatchObject({ kind: 'subscribed' });
    await expect(subscribeWith(full.slice(1))).resolves.toMatchObject({ kind: 'subscribed' });
  });
});

test('concurrent requests do not exceed the maximum number of subscriptions', async () => {
  const { belongings } = recordingStores().to;
  const subscribed = new Set(Array.from({ length: maxSubscriptions - 1 }, (_, index) => `thing/other-${index}`));
  const subscriptions = {
    add: async (_: unknown, subject: string) => void subscribed.add(subject),
    remove: async (_: string, subject: string) => void subscribed.delete(subject),
    subjectsOf: async () => [...subscribed],
  };
  const to = { belongings, subscriptions };
  const requests = [{ thing: 'light-1' }, { room: 'room1' }].map((what) => handleMessage(subscribe(what), ann, to));
  const answers = (await Promise.all(requests)).map((answer) => ('status' in answer ? answer.status : answer.kind));
  expect(answers).toContain(429);
  expect(subscribed.size).toBeLessThanOrEqual(maxSubscriptions);
});

test("an unsubscribe request is confirmed, even for another owner's resource", async () => {
  const { to, calls } = recordingStores();
  const body = JSON.stringify({ action: 'unsubscribe', thing: 'nothing' });
  await expect(handleMessage(body, { ...ann, expiresAt: 0 }, to)).resolves.toEqual({
    kind: 'unsubscribed',
    thing: 'nothing',
  });
  expect(calls).toEqual([['remove', 'thing/nothing', 'c']]);
});

law.prop([fc.oneof(fc.json(), fc.string())])(
  'answers an arbitrary message with an error that follows the contract',
  async (body) => {
    const { to, calls } = recordingStores();
    expect(LiveAnswer.parse(await handleMessage(body, ann, to))).toMatchObject({ status: 400 });
    expect(calls).toEqual([]);
  },
);

law.prop([fc.string().filter((name) => ThingName.safeParse(name).success)])(
  'confirms only the thing that the caller owns',
  async (thing) => {
    const answer = await handleMessage(subscribe({ thing }), ann, recordingStores().to);
    expect(answer.kind).toBe(thing === 'light-1' ? 'subscribed' : 'problem');
  },
);
