import { fc, test as law } from '@fast-check/jest';
import { belonging } from '../../contracts/belongings';
import { LiveAnswer } from '../../contracts/live';
import { ThingName } from '../../contracts/power';
import { answerTo, subjectsAtMost } from './answer-to';

const now = 1_764_000_000_000;
const ann = { connection: 'c', person: 'ann', expiresAt: now / 1000 + 3_600, now };

/** Ann has light-1 and room1. */
function answering(listens: readonly string[] = []) {
  const done: unknown[] = [];
  const anns = new Set([belonging.device('light-1'), belonging.room('room1')]);
  const to: Parameters<typeof answerTo>[2] = {
    belongings: { isOf: async (owner, id) => owner === 'ann' && anns.has(id) },
    subscriptions: {
      add: async (listener, subject) => void done.push(['add', subject, listener]),
      remove: async (connection, subject) => void done.push(['remove', subject, connection]),
      subjectsOf: async () => [...listens],
    },
  };
  return { to, done };
}

const subscribe = (what: object) => JSON.stringify({ action: 'subscribe', ...what });

describe('a page that wants to hear', () => {
  test.each([
    [{ thing: 'light-1' }, 'thing/light-1'],
    [{ room: 'room1' }, 'room/room1'],
  ])('of %j, which is its person’s, is told so, and written down until its token ends', async (what, subject) => {
    const { to, done } = answering();
    await expect(answerTo(subscribe(what), ann, to)).resolves.toEqual({ kind: 'subscribed', ...what });
    const { now: _now, ...listener } = ann;
    expect(done).toEqual([['add', subject, listener]]);
  });

  test('is written down for two hours at most, as long as a connection lasts', async () => {
    const { to, done } = answering();
    await answerTo(subscribe({ thing: 'light-1' }), { ...ann, expiresAt: ann.expiresAt + 86_400 }, to);
    expect(done).toEqual([['add', 'thing/light-1', expect.objectContaining({ expiresAt: now / 1000 + 7_200 })]]);
  });

  test('hears the same of what is somebody else’s as of what is not there', async () => {
    const { to, done } = answering();
    const asked = [
      answerTo(subscribe({ thing: 'light-1' }), { ...ann, person: 'bob' }, to),
      answerTo(subscribe({ thing: 'nothing' }), ann, to),
      answerTo(subscribe({ room: 'room2' }), ann, to),
    ];
    const problem = { kind: 'problem', title: 'Not Found', status: 404, detail: expect.any(String) };
    const answers = await Promise.all(asked);
    expect(answers).toEqual([problem, problem, problem]);
    expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(done).toEqual([]);
  });

  test('hears of nothing more once its token has ended', async () => {
    const { to, done } = answering();
    const ended = { ...ann, expiresAt: now / 1000 };
    await expect(answerTo(subscribe({ thing: 'light-1' }), ended, to)).resolves.toMatchObject({ status: 401 });
    expect(done).toEqual([]);
  });

  test('may listen to so many and no more, but again to what it listens to', async () => {
    const full = Array.from({ length: subjectsAtMost }, (_, index) => `thing/light-${index + 1}`);
    const asked = (listens: readonly string[]) => answerTo(subscribe({ thing: 'light-1' }), ann, answering(listens).to);
    await expect(asked(full.map((one) => `${one}0`))).resolves.toMatchObject({ status: 429 });
    await expect(asked(full)).resolves.toMatchObject({ kind: 'subscribed' });
    await expect(asked(full.slice(1))).resolves.toMatchObject({ kind: 'subscribed' });
  });
});

test('asks that are answered side by side do not get beyond that number together', async () => {
  const { belongings } = answering().to;
  const listens = new Set(Array.from({ length: subjectsAtMost - 1 }, (_, index) => `thing/other-${index}`));
  const subscriptions = {
    add: async (_: unknown, subject: string) => void listens.add(subject),
    remove: async (_: string, subject: string) => void listens.delete(subject),
    subjectsOf: async () => [...listens],
  };
  const to = { belongings, subscriptions };
  const asked = [{ thing: 'light-1' }, { room: 'room1' }].map((what) => answerTo(subscribe(what), ann, to));
  const answers = (await Promise.all(asked)).map((answer) => ('status' in answer ? answer.status : answer.kind));
  expect(answers).toContain(429);
  expect(listens.size).toBeLessThanOrEqual(subjectsAtMost);
});

test('a page that wants to hear no more of something hears no more, whosever it is', async () => {
  const { to, done } = answering();
  const body = JSON.stringify({ action: 'unsubscribe', thing: 'nothing' });
  await expect(answerTo(body, { ...ann, expiresAt: 0 }, to)).resolves.toEqual({
    kind: 'unsubscribed',
    thing: 'nothing',
  });
  expect(done).toEqual([['remove', 'thing/nothing', 'c']]);
});

law.prop([fc.oneof(fc.json(), fc.string())])(
  'whatever is sent is answered in the words of the contract',
  async (body) => {
    const { to, done } = answering();
    expect(LiveAnswer.parse(await answerTo(body, ann, to))).toMatchObject({ status: 400 });
    expect(done).toEqual([]);
  },
);

law.prop([fc.string().filter((name) => ThingName.safeParse(name).success)])(
  'no name of a thing is anybody’s but that of light-1',
  async (thing) => {
    const answer = await answerTo(subscribe({ thing }), ann, answering().to);
    expect(answer.kind).toBe(thing === 'light-1' ? 'subscribed' : 'problem');
  },
);
